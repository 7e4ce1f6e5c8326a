import { afterAll, beforeAll, expect, test } from 'vitest';
import { keptByMonth } from '#db/queries/kept-rates.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { reckonKeptRates } from '#lib/commerce/fulfilment/reckon-kept-rates.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { judgePromise } from '#lib/commerce/fulfilment/promise.machine.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { chooseForParcel } from '#lib/commerce/parcel-choice/choose-for-parcel.server.ts';
import { readKeptRates, readNetwork } from '#lib/commerce/stores/read-places.server.ts';
import { drawsFrom } from '#lib/kernel/draws.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const FAR = 'del-far';
const atHere: Staff = { ...asha, nodeId: HERE };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGAN = Date.parse('2026-09-20T05:00:00Z');
const NOW = new Date('2026-10-20T05:00:00Z');
const ALL = { since: new Date(BEGAN - DAY_MS), at: NOW, most: 1_000, zone: 'Asia/Kolkata' };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
  const draw = drawsFrom('thirty days');
  for (let hour = 0; hour < 72; hour += 1) await STORIES[hour % STORIES.length]!(new Date(BEGAN + hour * 8 * HOUR_MS), draw() < 0.6);
  shop.at(NOW);
  await reckonKeptRates(shop, SYSTEM);
}, 120_000);
afterAll(() => shop.close());

type Sent = { orderId: string; id: string; until: Date };

/** Promised for the day after tomorrow. */
async function ordered(at: Date, more: { method?: 'ship' | 'pickup'; pay?: 'upi'; alsoFar?: boolean } = {}): Promise<Sent> {
  shop.at(at);
  const until = new Date(at.getTime() + 2 * DAY_MS);
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, ...(more.alsoFar && { [FAR]: 1 }) } });
  const lines = [{ variantId, quantity: 1, ...(more.method === 'pickup' && { pickupNodeId: HERE }) }];
  const { method = 'ship' } = more;
  const service = method === 'ship' ? 'standard' : 'pickup';
  const window = { deliverFrom: at.toISOString(), deliverUntil: until.toISOString(), orderBy: until.toISOString() };
  const plan = aPlan(lines, { ...window, shipBy: at.toISOString(), inputs: { nodeId: HERE, service }, method, service });
  const { cartKey, version } = await aCheckout(shop, lines, plan);
  const how = more.pay ?? (method === 'ship' ? 'cash_on_delivery' : 'pay_in_store');
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: how, key: shop.newId() });
  if (!more.pay) await releaseOrder(shop, SYSTEM, { orderId });
  return { orderId, id: (await trackedOrder(shop.db, orderId))!.parcels[0]!.id, until };
}

async function sent({ orderId, id }: Sent): Promise<string> {
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  return (await trackedOrder(shop.db, orderId))!.parcels[0]!.trackingNumber!;
}

async function scanned(
  trackingNumber: string,
  at: Date,
  status: 'delivered' | 'in_transit' | 'return_to_sender' = 'delivered'
): Promise<void> {
  shop.at(at);
  const detail = status === 'delivered' ? 'to_person' : status === 'in_transit' ? 'departed' : 'refused';
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber, [[status, detail, at.toISOString()]]));
}

const arrival = ({ until }: Sent, inTime: boolean) => new Date(until.getTime() + (inTime ? 0 : 1 + 4 * DAY_MS));

const STORIES: ((at: Date, inTime: boolean) => Promise<void>)[] = [
  async function brought(at, inTime) {
    const parcel = await ordered(at);
    await scanned(await sent(parcel), arrival(parcel, inTime));
  },
  async function collected(at, inTime) {
    const parcel = await ordered(at, { method: 'pickup' });
    await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.id });
    shop.at(arrival(parcel, inTime));
    await readyParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  },
  async function takenFromAnotherPlace(at, inTime) {
    const parcel = await ordered(at, { alsoFar: true });
    await rejectParcel(shop, atHere, { fulfilmentOrderId: parcel.id, reason: 'no-capacity', missing: [] });
    await releaseOrder(shop, SYSTEM, { orderId: parcel.orderId });
    await scanned(await sent(parcel), arrival(parcel, inTime));
  },
  async function givenUp(at) {
    const parcel = await ordered(at);
    await rejectParcel(shop, atHere, { fulfilmentOrderId: parcel.id, reason: 'damaged', missing: [] });
    const orderKey = shop.keys.make('order', parcel.orderId);
    await chooseForParcel(shop, shopper, { orderKey, fulfilmentOrderId: parcel.id, way: 'refund' });
  },
  async function onItsWayOrBack(at, inTime) {
    const parcel = await ordered(at);
    await scanned(await sent(parcel), new Date(at.getTime() + HOUR_MS), inTime ? 'in_transit' : 'return_to_sender');
  },
  async function neverPaid(at) {
    const { orderId } = await ordered(at, { pay: 'upi' });
    shop.at(new Date(at.getTime() + DAY_MS));
    await cancelUnpaidOrder(shop, SYSTEM, { orderId });
  },
  async function putOffByItsShopper(at) {
    const parcel = await ordered(at);
    const trackingNumber = await sent(parcel);
    await chosenLater(parcel);
    await scanned(trackingNumber, arrival(parcel, false));
  },
  async function chosenBecauseWeAsked(at) {
    const parcel = await ordered(at);
    const trackingNumber = await sent(parcel);
    await chosenLater(parcel);
    await wasAsked(parcel);
    await scanned(trackingNumber, arrival(parcel, false));
  },
  async function broughtToday(at, inTime) {
    if (inTime) await ordered(new Date(NOW.getTime() - HOUR_MS));
    else await scanned(await sent(await ordered(at)), at);
  }
];

/** A new version of the shopper's choosing, six days later than the first. */
async function chosenLater({ orderId, id, until }: Sent): Promise<void> {
  const first = await shop.db.selectFrom('promise').selectAll().where('fulfilment_order_id', '=', id).executeTakeFirstOrThrow();
  const later = new Date(until.getTime() + 6 * DAY_MS);
  const inputs = JSON.stringify({ nodeId: HERE, service: 'standard' });
  await shop.db
    .insertInto('promise')
    .values({ ...first, id: shop.newId(), order_id: orderId, number: 2, state: 'revised', reason: 'chosen', deliver_until: later, inputs })
    .execute();
}

async function wasAsked({ orderId, id }: Sent): Promise<void> {
  const at = shop.now();
  const decide_by = new Date(at.getTime() + DAY_MS);
  const asked = { from_node_id: HERE, reason: 'not-found', missing: '[]', asked_at: at, decide_by, ended_at: at };
  await shop.db
    .insertInto('parcel_choice')
    .values({ ...asked, id: shop.newId(), order_id: orderId, fulfilment_order_id: id, state: 'chosen', chosen: 'ship' })
    .execute();
}

type Verdict = 'kept' | 'broken' | 'waived' | undefined;

/** From the rows of the ledger and the log alone, one parcel after the other. */
async function bruteForce() {
  const [choices, promises, events] = await Promise.all([
    shop.db.selectFrom('parcel_choice').select('fulfilment_order_id').execute(),
    shop.db.selectFrom('promise').selectAll().orderBy('number').execute(),
    shop.db.selectFrom('event').select(['type', 'data', 'at']).where('topic', 'like', 'order:%').execute()
  ]);
  const ledger = Map.groupBy(promises, (one) => one.fulfilment_order_id);
  return [...ledger].map(([id, versions]) => {
    const of = (type: string) =>
      events.find((one) => one.type === type && (one.data as { fulfilmentOrderId?: string }).fulfilmentOrderId === id);
    const delivered = of('shipment.delivered');
    const there = delivered ? (delivered.data as { deliveredAt: string }).deliveredAt : of('fo.ready')?.at.toISOString();
    const wished = choices.some((one) => one.fulfilment_order_id === id)
      ? undefined
      : versions.findLast(({ reason }) => reason === 'chosen');
    const first = wished ?? versions[0]!;
    const last = versions.findLast(({ state }) => state === 'committed' || state === 'revised')!;
    const by = { firstBy: first.deliver_until.toISOString(), lastBy: last.deliver_until.toISOString() };
    const isBack = events.some(
      ({ type, data }) =>
        type === 'shipment.scanned' &&
        (data as { fulfilmentOrderId: string; status: string }).fulfilmentOrderId === id &&
        (data as { status: string }).status === 'return_to_sender'
    );
    const verdict = ((): Verdict => {
      if (versions.some(({ state }) => state === 'waived')) return 'waived';
      if (there) return judgePromise(by, there).first ? 'kept' : 'broken';
      return of('fo.cancelled') || isBack || first.deliver_until >= NOW ? undefined : 'broken';
    })();
    const { nodeId, service } = first.inputs as { nodeId: string; service: string };
    return { key: `${nodeId} ${service}`, verdict, first, there, lastKept: there !== undefined && judgePromise(by, there).last };
  });
}

test('what is shown is what the log says when it is gone through promise by promise', async () => {
  const all = (await bruteForce()).filter(({ verdict }) => verdict !== undefined);
  const expected = [...Map.groupBy(all, ({ key }) => key)].map(([key, some]) => {
    const count = (verdict: Verdict) => some.filter((one) => one.verdict === verdict).length;
    const since = new Date(Math.min(...some.map(({ first }) => first.at.getTime())));
    return { key, kept: count('kept'), broken: count('broken'), waived: count('waived'), since };
  });
  const rows = await shop.db.selectFrom('kept_rate').selectAll().orderBy('node_id').orderBy('service').execute();
  const counted = rows.map(({ node_id, service, kept, broken, waived, since }) => ({
    key: `${node_id} ${service}`,
    kept,
    broken,
    waived,
    since
  }));
  expect(counted).toEqual(expected.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  // Every way a promise can end is among them, and none was made for the place that took parcels over.
  expect(counted.map(({ key }) => key)).toEqual([`${HERE} pickup`, `${HERE} standard`]);
  expect(counted.every(({ kept, broken }) => kept > 0 && broken > 0)).toBe(true);
  expect(counted[1]!.waived).toBeGreaterThan(5);
});

test('pages read it with the places, and show it from twenty promises on', async () => {
  const [, rate] = await shop.db.selectFrom('kept_rate').selectAll().orderBy('service').execute();
  const { places } = await readNetwork(shop);
  expect(places.find(({ id }) => id === HERE)!.keptRates).toHaveLength(2);
  const rateOf = await readKeptRates(shop);
  const of = rate!.kept + rate!.broken;
  expect(of).toBeGreaterThanOrEqual(20);
  const shown = rateOf(HERE, 'standard')!;
  expect(shown).toMatchObject({ percent: Math.floor((100 * rate!.kept) / of), of });
  expect(new Date(shown.since)).toEqual(rate!.since);
  expect([rateOf(HERE, 'pickup'), rateOf(FAR, 'standard'), rateOf('nowhere', 'standard')]).toEqual([undefined, undefined, undefined]);
});

test('by month stand what was kept of the first and of the last promise, how long they were, and what came much later', async () => {
  const months = await keptByMonth(shop.db, ALL);
  const all = (await bruteForce()).filter(({ verdict }) => verdict !== undefined);
  const expected = [...Map.groupBy(all, ({ key, first }) => `${first.at.toISOString().slice(0, 7)} ${key}`)].map(([key, some]) => {
    const judged = some.filter(({ verdict }) => verdict !== 'waived');
    return {
      key,
      judged: judged.length,
      waived: some.length - judged.length,
      keptFirst: some.filter(({ verdict }) => verdict === 'kept').length,
      keptLast: judged.filter(({ lastKept }) => lastKept).length,
      veryLate: judged.filter(
        ({ first, there, verdict }) =>
          verdict === 'broken' && Date.parse(there ?? NOW.toISOString()) > first.deliver_until.getTime() + 3 * DAY_MS
      ).length
    };
  });
  const shown = months.map(({ month, nodeId, nodeName, service, promisedDays, ...counts }) => {
    expect(nodeName).toBe(HERE);
    expect(promisedDays).toBeGreaterThanOrEqual(service === 'pickup' ? 1.999 : 2);
    return { key: `${month} ${nodeId} ${service}`, ...counts };
  });
  const sorted = (some: { key: string }[]) => some.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  expect(sorted(shown)).toEqual(sorted(expected));
  expect(months[0]!.month).toBe('2026-10');
});

test('counting again changes nothing, and what is older than half a year is forgotten', async () => {
  const before = await shop.db.selectFrom('kept_rate').selectAll().execute();
  await Promise.all([reckonKeptRates(shop, SYSTEM), reckonKeptRates(shop, SYSTEM)]);
  expect(await shop.db.selectFrom('kept_rate').selectAll().execute()).toEqual(before);
  shop.at('2027-05-01T05:00:00Z');
  await reckonKeptRates(shop, SYSTEM);
  expect(await shop.db.selectFrom('kept_rate').selectAll().execute()).toEqual([]);
  shop.at(NOW);
});
