import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pastRequests } from '#db/queries/past-requests.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { changedOrders } from '../support/changed-orders.ts';
import { aCheckout } from '../support/checkout.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
import { aPlan, aVariant, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const aSecondLater = () => shop.at(new Date(shop.now().getTime() + 1_000));
async function giveBack(orderId: string, fulfilmentLineId: string): Promise<string> {
  aSecondLater();
  const line = { fulfilmentLineId, quantity: 1, reason: 'changed-mind' as const, detail: '', words: '', photoIds: [] };
  const asked = { orderId, lines: [line], method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null };
  const { returnId } = await askForReturn(shop, shopper, { ...asked, key: shop.newId() });
  aSecondLater();
  return returnId;
}
/** What stood of one order when each thing was asked to come back, the newest first. */
async function stoodOf(orderId: string) {
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', orderId).executeTakeFirstOrThrow();
  const past = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  return past.flatMap((one) => ('order' in one ? [one.order] : []));
}

test('a return that was called off later stood until then, with what it claimed', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, units: [3] });
  const first = await giveBack(of.orderId, of.lineIds[0]!);
  await giveBack(of.orderId, of.lineIds[0]!);
  await cancelReturn(shop, shopper, { orderId: of.orderId, returnId: first });
  await giveBack(of.orderId, of.lineIds[0]!);
  const each = (await stoodOf(of.orderId)).map(({ returns, claimedMinor, lines }) => [returns, claimedMinor, lines[0]!.claimed]);
  expect(each).toEqual([
    [1, 49_000, 1],
    [1, 49_000, 1],
    [0, 0, 0]
  ]);
});

test('one that a person said no to later stood until then', async () => {
  const manager = await aPerson(shop, 'manager');
  const priceMinor = 2_100_000;
  const of = await aDeliveredOrder(shop, { nodeId: HERE, units: [2], priceMinor });
  const first = await giveBack(of.orderId, of.lineIds[0]!);
  await giveBack(of.orderId, of.lineIds[0]!);
  await decideReturnCase(shop, manager, { returnId: first, isApproved: false, reason: 'No.' });
  await giveBack(of.orderId, of.lineIds[0]!);
  const each = (await stoodOf(of.orderId)).map(({ returns, claimedMinor, lines }) => [returns, claimedMinor, lines[0]!.claimed]);
  expect(each).toEqual([
    [1, priceMinor, 1],
    [1, priceMinor, 1],
    [0, 0, 0]
  ]);
});

test('an exchange whose new thing was given back later was one until then', async () => {
  const { bought, exchange } = exchangedOrders(() => shop);
  const of = await bought({ units: [3] });
  aSecondLater();
  const { returnId } = await exchange(of, 49_000);
  await giveBack(of.orderId, of.lineIds[0]!);
  await cancelReturn(shop, shopper, { orderId: of.orderId, returnId });
  await giveBack(of.orderId, of.lineIds[0]!);
  expect((await stoodOf(of.orderId)).map(({ returns, exchanges }) => [returns, exchanges])).toEqual([
    [1, 0],
    [1, 1],
    [0, 0]
  ]);
});

test('a parcel that was called off later was still to come until then', async () => {
  const { change } = changedOrders(() => shop);
  const mug = await aVariant(shop.db, { stock: { [HERE]: 2 } });
  const pot = await aVariant(shop.db, { stock: { [STORE]: 1 } });
  const lines = [
    { variantId: mug, quantity: 2 },
    { variantId: pot, quantity: 1, pickupNodeId: STORE }
  ];
  const plan = aPlan(lines.slice(0, 1));
  const counter = aPlan(lines.slice(1), { nodeId: STORE, method: 'pickup', service: 'pickup', costMinor: 0 });
  const { cartKey, version } = await aCheckout(shop, lines, { ...plan, parcels: [...plan.parcels, ...counter.parcels] });
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const seen = async () => (await trackedOrder(shop.db, orderId))!;
  const { id } = (await seen()).parcels.find(({ method }) => method === 'ship')!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  const { trackingNumber } = (await seen()).parcels.find((one) => one.id === id)!;
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber!, [['delivered', 'to_person', shop.now().toISOString()]]));
  const row = shop.db.selectFrom('fulfilment_line').select('id').where('fulfilment_order_id', '=', id);
  const { id: lineId } = await row.executeTakeFirstOrThrow();
  await giveBack(orderId, lineId);
  const orderLineId = (await seen()).lines.find(({ variantId }) => variantId === pot)!.id;
  await change({ orderId, orderKey, mug, pot }, { kind: 'cancel', reason: 'other', units: [{ orderLineId, quantity: 1 }] });
  await giveBack(orderId, lineId);
  const each = (await stoodOf(orderId)).map((order) => [order.lines.length, order.lastDeliveredAt !== null]);
  expect(each).toEqual([
    [1, true],
    [2, false]
  ]);
});
