import { afterAll, beforeAll, expect, test } from 'vitest';
import { networkNodes, quotedCart } from '#db/queries/delivery.ts';
import { carriedParcels } from '#db/queries/lane-times.ts';
import { parcelToMove } from '#db/queries/move-parcel.ts';
import { promiseVersions } from '#db/queries/promises.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { deliveryDays } from '#lib/commerce/cart/quote.ts';
import { deliveryRulesV1 as rules } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { learnLanes, type Journey } from '#lib/commerce/fulfilment/forecast/lane-times.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { learnLaneTimes } from '#lib/commerce/fulfilment/learn-lane-times.server.ts';
import { nodeOf } from '#lib/commerce/fulfilment/node.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { readNetwork, readPlace, readPromises } from '#lib/commerce/stores/read-places.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aCart, address, aNode, aPlan, aVariant, contact, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const DAY_MS = 86_400_000;
/** When the story of twenty-two slow parcels begins: Tuesday, 1 September. */
const BEGAN = Date.parse('2026-09-01T05:00:00Z');
const NOW = '2026-10-12T05:00:00Z';

let shop: TestShop;
const facts: Journey[] = [];

beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { lat: 12.9582, lng: 77.6425 });
  for (let day = 0; day < 22; day += 1) facts.push(await aSlowParcel(day));
  // Two that still travel.
  for (const day of [38, 39]) facts.push(await aParcel(new Date(BEGAN + day * DAY_MS)));
  shop.at(NOW);
}, 60_000);
afterAll(() => shop.close());

/** Bought in the morning, to leave that evening; it is handed over an hour early. */
async function aParcel(at: Date): Promise<Journey & { trackingNumber: string }> {
  shop.at(at);
  const shipBy = new Date(at.getTime() + 8 * 3_600_000);
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const deliverUntil = new Date(at.getTime() + 2 * DAY_MS).toISOString();
  const window = { deliverFrom: new Date(at.getTime() + DAY_MS).toISOString(), deliverUntil, orderBy: deliverUntil };
  const plan = aPlan(lines, { ...window, shipBy: shipBy.toISOString(), distanceMetres: 2_250 });
  const { cartKey, version } = await aCheckout(shop, lines, plan);
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const fulfilmentOrderId = (await trackedOrder(shop.db, orderId))!.parcels[0]!.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  const handedOverAt = new Date(shipBy.getTime() - 3_600_000);
  shop.at(handedOverAt);
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
  const trackingNumber = (await trackedOrder(shop.db, orderId))!.parcels[0]!.trackingNumber!;
  return { nodeId: HERE, service: 'standard', zone: 'city', shipBy, handedOverAt, deliveredAt: null, trackingNumber };
}

async function aSlowParcel(day: number): Promise<Journey> {
  const { trackingNumber, ...sent } = await aParcel(new Date(BEGAN + day * DAY_MS));
  const deliveredAt = new Date(sent.handedOverAt.getTime() + (6 + (day % 3)) * DAY_MS);
  shop.at(deliveredAt);
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber, [['delivered', 'to_person', deliveredAt.toISOString()]]));
  return { ...sent, deliveredAt };
}

const nodesNow = async () => (await networkNodes(shop.db)).map((node) => nodeOf(node, node.queueDepth));

async function quoteNow(): Promise<{ cartId: string; cartKey: string }> {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 2 } });
  const cart = await aCart(shop);
  await addToCart(shop, shopper, { cartKey: cart.cartKey, variantId, quantity: 1, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey: cart.cartKey, contact, address });
  return cart;
}

test('before anything is learned the zone table speaks', async () => {
  const [node] = await nodesNow();
  expect(node!.laneTimes).toBeUndefined();
  const table = await readPromises(shop, await readPlace(shop, '560038'));
  expect(table.ways[0]!.delivery.standard!.until.slice(0, 10)).toBe('2026-10-14');
});

test('what the database says of the past is what happened, and what is learned is what follows from it', async () => {
  const days = deliveryDays(shop.holidays('IN', shop.now()));
  const expected = learnLanes({ journeys: facts, nodes: await nodesNow(), carrier: days, destination: days, rules, at: shop.now() });
  expect(expected).toMatchObject([{ nodeId: HERE, service: 'standard', zone: 'city', level: 'lane', n: 22, late: { n: 24, p90: 0 } }]);
  expect(await learnLaneTimes(shop, SYSTEM)).toEqual({ lanes: 1 });
  const { nodeId: _, ...lane } = expected[0]!;
  expect((await nodesNow())[0]!.laneTimes).toEqual([lane]);
  expect(lane.p90).toBeGreaterThan(5);
  await learnLaneTimes(shop, SYSTEM);
  expect((await nodesNow())[0]!.laneTimes).toEqual([lane]);
});

test('a cart, a product page, another place for a parcel and an order all speak by it; the order keeps what it rested on', async () => {
  const { cartId, cartKey } = await quoteNow();
  const [lane] = (await nodesNow())[0]!.laneTimes!;
  expect((await quotedCart(shop.db, cartId))!.nodes[0]!.laneTimes).toEqual([lane]);
  // The network is read again after two seconds, and a table of promises is another one with other lanes.
  shop.at(new Date(shop.now().getTime() + 3_000));
  const table = await readPromises(shop, await readPlace(shop, '560038'));
  expect((await readNetwork(shop)).nodes[0]!.laneTimes).toEqual([lane]);
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
  const [promised] = await shop.db.transaction().execute(async (tx) => promiseVersions(tx, parcel!.id));
  const { n, level, late, computedAt, ruleVersion, p50, p90, unit } = lane!;
  expect(promised).toMatchObject({
    ruleVersion: 'delivery-1',
    inputs: { source: 'learned', transit: { unit, p50, p90 }, learned: { n, level, late, computedAt, ruleVersion } }
  });
  expect(promised!.deliverUntil.toISOString()).toBe(table.ways[0]!.delivery.standard!.until);
  expect(promised!.deliverUntil.getTime() - shop.now().getTime()).toBeGreaterThan(5 * DAY_MS);
  expect((await parcelToMove(shop.db, parcel!.id))!.nodes[0]!.laneTimes).toEqual([lane]);
});

test('what its shopper put off while it travelled says nothing of the way', async () => {
  const since = new Date(BEGAN);
  const before = await carriedParcels(shop.db, { since, most: 100 });
  const promise = await shop.db.selectFrom('promise').selectAll().where('number', '=', 1).orderBy('at').executeTakeFirstOrThrow();
  const inputs = JSON.stringify({ isChosenDay: true });
  const version = { ...promise, id: shop.newId(), number: 90, reason: 'chosen', inputs, at: new Date(promise.at.getTime() + DAY_MS) };
  await shop.db.insertInto('promise').values(version).execute();
  expect(await carriedParcels(shop.db, { since, most: 100 })).toEqual(before.slice(0, -1));
  await shop.db.deleteFrom('promise').where('id', '=', version.id).execute();
});

test('what was learned goes when too little is left of it, and what is lost or comes back teaches nothing', async () => {
  const since = new Date(BEGAN);
  expect(await carriedParcels(shop.db, { since, most: 100 })).toHaveLength(24);
  await shop.db.updateTable('shipment').set({ state: 'lost' }).where('state', '=', 'in_transit').execute();
  await shop.db.updateTable('shipment').set({ state: 'returned' }).where('state', '=', 'pre_transit').execute();
  expect(await carriedParcels(shop.db, { since, most: 100 })).toHaveLength(22);
  expect((await carriedParcels(shop.db, { since, most: 3 })).map(({ handedOverAt }) => handedOverAt)).toEqual(
    facts
      .slice(19, 22)
      .toReversed()
      .map(({ handedOverAt }) => handedOverAt)
  );
  shop.at('2027-04-01T05:00:00Z');
  expect(await learnLaneTimes(shop, SYSTEM)).toEqual({ lanes: 0 });
  expect((await nodesNow())[0]!.laneTimes).toBeUndefined();
});
