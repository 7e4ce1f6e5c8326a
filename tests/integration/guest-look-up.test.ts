import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions } from '../../src/routes/(shop)/slip/[slipKey]/+page.server.ts';
import { slipOf } from '#db/queries/guest-orders.ts';
import { orderNumber } from '#db/queries/orders.ts';
import { mailOrderLink } from '#lib/commerce/orders/mail-order-link.server.ts';
import { slipPdf } from '#lib/server/slip-pdf.ts';
import { aDeliveredOrder, type DeliveredOrder } from '../support/delivered-order.ts';
import { aNode, contact, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
let order: DeliveredOrder & { number: string };
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  const made = await aDeliveredOrder(shop, { nodeId: HERE });
  order = { ...made, number: await orderNumber(shop.db, made.orderId) };
});
afterAll(() => shop.close());

let callers = 0;
const ask = async (number: string, proof: string, address = `caller ${(callers += 1)}`) =>
  mailOrderLink(shop, shopper, { number, proof, address });
const mails = async () => shop.db.selectFrom('mail').select(['to', 'text']).orderBy('id').execute();

test('who knows the number and one more thing gets the link by mail; all others get the same answer and no mail', async () => {
  const answers = [
    await ask(order.number, 'nobody@example.com'),
    await ask(order.number, '560001'),
    await ask('MZ-0000000000', contact.email),
    await ask('MZ-0000000000', '560038')
  ];
  expect(await mails()).toEqual([]);
  answers.push(await ask(order.number.toLowerCase().replace('-', ' '), contact.email.toUpperCase()), await ask(order.number, '560038'));
  expect(new Set(answers)).toEqual(new Set([undefined]));
  const sent = await mails();
  expect(sent).toHaveLength(2);
  expect(sent.map(({ to }) => to)).toEqual([contact.email, contact.email]);
  expect(sent[0]!.text).toContain(`${shop.origin}/orders/${order.orderKey}`);
});

test('five times in a quarter of an hour from one address and for one number, also of those that are right', async () => {
  const outcomes: string[] = [];
  for (let n = 0; n < 6; n += 1) outcomes.push(await outcomeOf(ask(`MZ-000000000${n}`, '560038', 'one caller')));
  expect(outcomes).toEqual(['done', 'done', 'done', 'done', 'done', 'too-many-requests']);
  const same: string[] = [];
  for (let n = 0; n < 6; n += 1) same.push(await outcomeOf(ask('MZ-1111111111', '560038')));
  expect(same.at(-1)).toBe('too-many-requests');
});

const slipKey = () => shop.keys.make('slip', order.parcelId);
async function slip(proof: string, key = slipKey()) {
  const form = new FormData();
  form.set('proof', proof);
  const request = new Request('http://localhost/slip', { method: 'POST', body: form });
  const event = { params: { slipKey: key }, request, getClientAddress: () => `caller ${(callers += 1)}`, locals: { shop, actor: shopper } };
  return Promise.resolve((actions['default'] as (event: unknown) => unknown)(event)).catch((thrown: unknown) => thrown);
}

test('the code of a slip opens its order for whoever knows where it went; a forged one opens nothing', async () => {
  const later = new Date(shop.now().getTime() + 3_600_000);
  shop.at(later);
  expect(await slip('560001')).toMatchObject({ status: 422 });
  expect(await slip('560038')).toMatchObject({ status: 303, location: `/orders/${order.orderKey}/returns/new` });
  expect(await slip('560038', shop.keys.make('order', order.parcelId))).toMatchObject({ status: 404 });
  for (let n = 0; n < 3; n += 1) await slip('560001');
  expect(await slip('560038')).toMatchObject({ status: 429 });
});

test('a slip is one page with what lies in the parcel, the same bytes for the same facts', async () => {
  const facts = { ...(await slipOf(shop.db, order.parcelId))!, address: `${shop.origin}/slip/${slipKey()}` };
  expect(facts).toMatchObject({ number: order.number, name: 'Rhea', things: [{ quantity: 2 }] });
  const [one, other] = [await slipPdf(facts), await slipPdf(facts)];
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  expect((await PDFDocument.load(one)).getPageCount()).toBe(1);
});
