import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import type { Job } from '#realtime/work.ts';
import { startJobs } from '#realtime/jobs.ts';
import { startSweeps } from '#realtime/sweeps.ts';
import { unpaidWatch } from '#realtime/unpaid-orders.ts';
import { aCheckout } from '../support/checkout.ts';
import { aVariant, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const NODE = 'blr-domlur';
const later = (seconds: number) => new Date(new Date(MORNING).getTime() + seconds * 1_000);

let shop: TestShop;
let asked: Job[];
const enqueue = async (_: unknown, jobs: Job[]) => void asked.push(...jobs);
beforeAll(async () => {
  shop = await openShop();
});
beforeEach(async () => {
  asked = [];
  shop.at(MORNING);
  await shop.db.updateTable('orders').set({ life: 'cancelled', pay_by: null }).where('life', '=', 'placed').execute();
});
afterAll(async () => shop.close());

async function anOrder(method: 'upi' | 'cash_on_delivery' = 'upi') {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  return placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
}

const takeAsked = () => asked.splice(0).map(({ queue, key }) => `${queue} ${key}`);

test('the bank is asked about an order that is not paid after twenty seconds, and it is cancelled when its time is over', async () => {
  const { orderId } = await anOrder();
  const paid = await anOrder();
  await authorizePayment(shop, shopper, { orderKey: paid.orderKey, handle: 'ok@mez' });
  await anOrder('cash_on_delivery');
  const look = unpaidWatch(shop, enqueue);
  shop.at(later(19));
  await look(1);
  expect(takeAsked()).toEqual([]);
  shop.at(later(20));
  await look(1);
  expect(takeAsked()).toEqual([`authorize-payment order:${orderId}#1`]);
  // Further looks leave it alone until it is time to cancel.
  shop.at(later(90));
  await look(1);
  takeAsked();
  shop.at(later(1_200));
  await look(1);
  expect(takeAsked()).toEqual([]);
  shop.at(later(1_201));
  await look(1);
  expect(takeAsked()).toEqual([`cancel-unpaid-order order:${orderId}#1`]);
});

test('whoever begins to look sees everything that is due, and what was written late is still seen', async () => {
  const [soon, over] = [await anOrder(), await anOrder()];
  await shop.db
    .updateTable('orders')
    .set({ pay_by: later(-86_400) })
    .where('id', '=', over.orderId)
    .execute();
  const look = unpaidWatch(shop, enqueue);
  shop.at(later(600));
  await look(1);
  const everything = [`cancel-unpaid-order order:${over.orderId}#1`, `authorize-payment order:${soon.orderId}#1`];
  expect(takeAsked()).toEqual(everything);
  shop.at(later(700));
  await look(1);
  expect(takeAsked()).toEqual([]);
  await look(2);
  expect(takeAsked()).toEqual(everything);

  // Placed by a clock that is 50 seconds behind, and seen after the look that it was due for.
  const late = await anOrder();
  await shop.db
    .updateTable('orders')
    .set({ pay_by: later(700 - 20 - 50 + 1_200) })
    .where('id', '=', late.orderId)
    .execute();
  shop.at(later(702));
  await look(2);
  expect(takeAsked()).toEqual([`authorize-payment order:${late.orderId}#1`]);
});

test('a look whose jobs could not be written down is taken again', async () => {
  const { orderId } = await anOrder();
  let broken = true;
  const look = unpaidWatch(shop, async (tx, jobs) => (broken ? Promise.reject(new Error('no room')) : enqueue(tx, jobs)));
  await look(1);
  shop.at(later(300));
  await expect(look(1)).rejects.toThrow('no room');
  broken = false;
  shop.at(later(600));
  await look(1);
  expect(takeAsked()).toEqual([`authorize-payment order:${orderId}#1`]);
});

test('an order whose shopper went away is settled or cancelled by the sweep, with one job for each however often it is seen', async () => {
  const [unheard, unpaid] = [await anOrder(), await anOrder()];
  const instrument = { method: 'upi' as const, handle: 'ok@mez' };
  const charge = { amountMinor: 53_900, currency: 'INR', orderNumber: unheard.number, instrument };
  await shop.bank.provider.charge({ ...charge, key: `order:${unheard.orderId}:1` });
  const lives = async () => {
    const rows = await shop.db.selectFrom('orders').select(['id', 'life']).where('id', 'in', [unheard.orderId, unpaid.orderId]).execute();
    return Object.fromEntries(rows.map(({ id, life }) => [id, life]));
  };
  const jobs = await startJobs(shop, { databaseUrl: shop.url, carrierSpeed: 1 });
  const sweeps = [startSweeps(shop, jobs), startSweeps(shop, jobs)];
  shop.at(later(30));
  await vi.waitFor(async () => expect(await lives()).toEqual({ [unheard.orderId]: 'confirmed', [unpaid.orderId]: 'placed' }), SOON);
  shop.at(later(1_260));
  await vi.waitFor(async () => expect((await lives())[unpaid.orderId]).toBe('cancelled'), SOON);
  await Promise.all(sweeps.map(async (one) => one.stop()));
  await jobs.stop();
});
