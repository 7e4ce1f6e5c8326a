import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { customerData } from '#db/queries/customer-data.ts';
import { newestMails } from '#db/queries/mail.ts';
import { insertPhoto } from '#db/queries/return-photos.ts';
import { creditOfOrder } from '#db/queries/stored-values.ts';
import { endAccount } from '#lib/commerce/customers/end-account.server.ts';
import { sendMail } from '#lib/commerce/mail/send-mail.server.ts';
import { mailCreditCode } from '#lib/commerce/payments/mail-credit-code.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { readCounterCode } from '#lib/commerce/payments/read-counter-code.server.ts';
import { readCredit } from '#lib/commerce/payments/read-credit.server.ts';
import { creditCode, shownCode } from '#lib/commerce/payments/stored-value.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCustomer } from '../support/customers.ts';
import { aDeliveredOrder, type DeliveredOrder } from '../support/delivered-order.ts';
import { asha, contact, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

const WORDS = ['The handle came off in my kitchen', 'My sister Meera saw it', 'Your photo shows your daughter'] as const;

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const ask = async (of: DeliveredOrder, more: { words?: string; photoIds?: string[]; to?: 'original' | 'store-credit' } = {}) => {
  const { words = '', photoIds = [], to = 'original' } = more;
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'damaged' as const, detail: '', words, photoIds };
  const way = { method: 'store' as const, to, isKept: false, dropNodeId: STORE };
  return askForReturn(shop, to === 'original' ? shopper : asha, { orderId: of.orderId, lines: [line], ...way, key: shop.newId() });
};

async function aPhoto(orderId: string): Promise<{ id: string; jpeg: string }> {
  const [id, picture] = [shop.newId(), new Uint8Array([0xff, 0xd8, 7, 7, 7, 0xff, 0xd9])];
  await insertPhoto(shop.db, { id, orderId, picture, width: 10, height: 10, most: 6, at: shop.now() });
  return { id, jpeg: Buffer.from(picture).toString('base64') };
}

test('what somebody wrote and showed when they gave things back is in their file, and gone with their account', async () => {
  const [rhea, manager] = [await aCustomer(shop), await aPerson(shop, 'manager')];
  const of = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 2_500_000 });
  await shop.db.updateTable('orders').set({ customer_id: rhea.customerId }).where('id', '=', of.orderId).execute();
  const photo = await aPhoto(of.orderId);
  const made = await ask(of, { words: WORDS[0], photoIds: [photo.id] });
  await decideReturnCase(shop, manager, { returnId: made.returnId, isApproved: false, reason: WORDS[2] });
  await appealReturn(shop, rhea, { orderId: of.orderId, returnId: made.returnId, words: WORDS[1] });

  const file = JSON.stringify(await customerData(shop.db, rhea.customerId));
  for (const kept of [...WORDS, photo.jpeg, made.number]) expect(file).toContain(kept);
  expect(JSON.stringify(await customerData(shop.db, (await aCustomer(shop)).customerId))).not.toContain(made.number);

  await shop.db.updateTable('orders').set({ life: 'completed' }).where('id', '=', of.orderId).execute();
  expect(await outcomeOf(endAccount(shop, rhea))).toBe('orders-under-way');
  await cancelReturn(shop, rhea, { orderId: of.orderId, returnId: made.returnId });
  await endAccount(shop, rhea);
  const left = JSON.stringify([
    await shop.db.selectFrom('return_case').selectAll().where('order_id', '=', of.orderId).execute(),
    await shop.db.selectFrom('return_line').selectAll().where('return_id', '=', made.returnId).execute(),
    await shop.db.selectFrom('event').selectAll().where('topic', '=', `order:${of.orderId}`).execute(),
    await shop.db.selectFrom('notice').selectAll().where('order_id', '=', of.orderId).execute()
  ]);
  expect(left).toContain(made.number);
  for (const gone of WORDS) expect(left).not.toContain(gone);
  expect(await shop.db.selectFrom('return_photo').select('id').where('order_id', '=', of.orderId).execute()).toEqual([]);
});

/** Somebody without an account had store credit for what they gave back. */
async function credited(): Promise<DeliveredOrder & { code: string }> {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const { returnId } = await ask(of, { to: 'store-credit' });
  const grades = (await unitsOfReturn(shop.db, returnId)).map(({ id }) => ({
    unitId: id,
    disposition: 'scrap' as const,
    note: '',
    isOther: false
  }));
  await takeBackAtCounter(shop, asha, { returnId, grades, key: shop.newId() });
  const [refund] = await refundsOf(shop.db, of.orderId);
  await payRefund(shop, SYSTEM, { refundId: refund!.id });
  return { ...of, code: shownCode(creditCode(shop.keys.seal, of.orderId)) };
}

test('the code of a guest’s store credit is read by nobody who has the address of the order’s page: it goes by mail, whose words are forgotten', async () => {
  const { orderId, code } = await credited();
  const seen = await readCredit(shop, shopper, { id: orderId, currency: 'INR' });
  expect(seen).toMatchObject({ getsCode: 'by-mail', lastFour: code.slice(-4) });
  expect(JSON.stringify(seen).replaceAll('-', '')).not.toContain(code.replaceAll('-', ''));
  expect(await readCounterCode(shop, asha, orderId)).toBeNull();

  await mailCreditCode(shop, shopper, { orderId });
  const mail = (await newestMails(shop.db, { to: contact.email, limit: 1 }))[0]!;
  expect(mail).toMatchObject({ kind: 'credit-code', text: expect.stringContaining(code) as string });
  const sent: string[] = [];
  const mailing = Object.assign(Object.create(shop) as TestShop, { sendMail: async ({ text }: { text: string }) => void sent.push(text) });
  await sendMail(mailing, { mailId: mail.id });
  expect(sent[0]).toContain(code);
  expect((await newestMails(shop.db, { to: contact.email, limit: 1 }))[0]).toMatchObject({ text: '' });

  const presses = await Promise.all(Array.from({ length: 6 }, async () => outcomeOf(mailCreditCode(shop, shopper, { orderId }))));
  expect(presses).toContain('too-many-requests');
  const other = await aDeliveredOrder(shop, { nodeId: HERE });
  expect(await outcomeOf(mailCreditCode(shop, shopper, { orderId: other.orderId }))).toBe('not-found');
});

test('whoever left no e-mail is told the code at the counter, and by nobody else', async () => {
  const { orderId, code } = await credited();
  const silent = JSON.stringify({ ...contact, email: '' });
  await shop.db.updateTable('orders').set({ contact: silent }).where('id', '=', orderId).execute();
  expect(await readCredit(shop, shopper, { id: orderId, currency: 'INR' })).toMatchObject({ getsCode: 'at-counter' });
  expect(await outcomeOf(mailCreditCode(shop, shopper, { orderId }))).toBe('not-found');
  expect(await readCounterCode(shop, asha, orderId)).toBe(code);
  expect(await readCounterCode(shop, shopper, orderId)).toBeNull();
  expect((await creditOfOrder(shop.db, orderId))!.lastFour).toBe(code.slice(-4));
});
