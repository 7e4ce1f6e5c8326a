import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import type { Shop } from '#lib/server/shop.ts';
import { cancelUnpaidAgain } from '#realtime/given-up.ts';
import { startJobs } from '#realtime/jobs.ts';
import { tidyUp } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aVariant, level, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const NODE = 'blr-domlur';
const later = (minutes: number) => new Date(new Date(MORNING).getTime() + minutes * 60_000);

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
beforeEach(() => shop.at(MORNING));
afterAll(async () => shop.close());

async function anOrder() {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  return { variantId, ...(await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() })) };
}

/** The shopper's own request never heard it, but the bank has the money. */
async function paidUnheard() {
  const order = await anOrder();
  const instrument = { method: 'upi' as const, handle: 'ok@mez' };
  const charge = { amountMinor: 53_900, currency: 'INR', orderNumber: order.number, instrument };
  await shop.bank.provider.charge({ ...charge, key: `order:${order.orderId}:1` });
  return order;
}

const noAnswer = async () => Promise.reject(new ProviderUnreachable('no answer'));
/** The same shop while its bank says nothing. */
const bankAway = (): Shop => ({ ...shop, payments: { ...shop.payments, find: noAnswer, refund: noAnswer } });
const lifeOf = async (id: string) =>
  (await shop.db.selectFrom('orders').select('life').where('id', '=', id).executeTakeFirstOrThrow()).life;

/** Runs the job that cancels, of which only the last try is left, until it was given up. */
async function givenUp(...orderIds: string[]): Promise<void> {
  const jobs = await startJobs(bankAway(), { databaseUrl: shop.url, carrierSpeed: 1 });
  await sql`update jobs.queue set retry_limit = 0 where name = 'cancel-unpaid-order'`.execute(shop.db);
  await shop.db.transaction().execute(async (tx) =>
    jobs.enqueue(
      tx,
      orderIds.map((orderId) => ({ queue: 'cancel-unpaid-order', key: `order:${orderId}#1`, data: { orderId }, after: { seconds: 0 } }))
    )
  );
  await vi.waitFor(async () => {
    const { rows } = await sql`select from jobs.job where name = 'cancel-unpaid-order' and state = 'failed'`.execute(shop.db);
    expect(rows).toHaveLength(orderIds.length);
  }, SOON);
  await jobs.stop();
}

test('an order whose bank was away until its job was given up is settled or cancelled later, and its goods are free again', async () => {
  const [unpaid, paid] = [await anOrder(), await paidUnheard()];
  shop.at(later(21));
  await givenUp(unpaid.orderId, paid.orderId);
  expect(await level(shop.db, unpaid.variantId, NODE)).toMatchObject({ available: 4 });

  // Its job may still be at it.
  shop.at(later(49));
  await tidyUp(shop);
  expect(await lifeOf(unpaid.orderId)).toBe('placed');
  shop.at(later(51));
  await tidyUp(bankAway());
  expect(await lifeOf(unpaid.orderId)).toBe('placed');
  expect(shop.faults.splice(0).map(String)).toEqual([unpaid, paid].map(() => expect.stringContaining('the bank said nothing about order')));

  await tidyUp(shop);
  expect([await lifeOf(unpaid.orderId), await lifeOf(paid.orderId)]).toEqual(['cancelled', 'confirmed']);
  expect(await level(shop.db, unpaid.variantId, NODE)).toMatchObject({ available: 5 });
});

test('one order that cannot be cancelled leaves the others alone', async () => {
  const [broken, sound] = [await anOrder(), await anOrder()];
  shop.at(later(60));
  const find: Shop['payments']['find'] = async (key) => (key.includes(broken.orderId) ? noAnswer() : shop.payments.find(key));
  await cancelUnpaidAgain({ ...shop, payments: { ...shop.payments, find } });
  expect([await lifeOf(broken.orderId), await lifeOf(sound.orderId)]).toEqual(['placed', 'cancelled']);
  expect(shop.faults.splice(0)).toHaveLength(1);
  await cancelUnpaidAgain(shop);
  expect(await lifeOf(broken.orderId)).toBe('cancelled');
});
