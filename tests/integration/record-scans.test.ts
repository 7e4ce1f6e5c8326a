import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { actions, load } from '../../src/routes/(office)/office/watch/+page.server.ts';
import { openStrays } from '#db/queries/stray-scans.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { bookCarrier } from '#lib/commerce/fulfilment/book-carrier.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { seeStray } from '#lib/commerce/fulfilment/see-stray.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lookAtSilentParcels } from '#realtime/sweeps.ts';
import { carrierNews, type News } from '../support/carrier-news.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, 'blr-domlur', { kind: 'dark_store' });
});
afterAll(() => shop.close());

const TRANSIT = { transit: { unit: 'day', p50: 1, p90: 2 } };

/** An order for cash at the door whose one parcel is with the carrier. */
async function onItsWay(): Promise<{ orderId: string; trackingNumber: string }> {
  const variantId = await aVariant(shop.db, { stock: { 'blr-domlur': 1 } });
  const { cartKey, version } = await aCheckout(
    shop,
    [{ variantId, quantity: 1 }],
    aPlan([{ variantId, quantity: 1 }], { inputs: TRANSIT })
  );
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: 'k' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const [parcel] = (await trackedOrder(shop.db, orderId))?.parcels ?? [];
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcel!.id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: parcel!.id });
  return { orderId, trackingNumber: (await trackedOrder(shop.db, orderId))!.parcels[0]!.trackingNumber! };
}

const ROAD: News[] = [
  ['pre_transit', 'label_created', '2026-11-25T12:00:00Z'],
  ['in_transit', 'accepted', '2026-11-25T13:10:00Z'],
  ['in_transit', 'departed', '2026-11-25T18:00:00Z'],
  ['in_transit', 'arrived', '2026-11-27T02:00:00Z'],
  ['out_for_delivery', 'on_vehicle', '2026-11-27T04:00:00Z'],
  ['delivered', 'to_person', '2026-11-27T08:00:00Z']
];
const hear = async (trackingNumber: string, news: News[], eventId?: string) =>
  recordScans(shop, SYSTEM, carrierNews(trackingNumber, news, eventId === undefined ? {} : { eventId }));

test('scan by scan a parcel travels, arrives, is paid at the door, and its promise is judged', async () => {
  const { orderId, trackingNumber } = await onItsWay();
  for (const news of ROAD) await hear(trackingNumber, [news]);
  const order = await trackedOrder(shop.db, orderId);
  expect(order).toMatchObject({
    life: 'completed',
    payment: { state: 'captured' },
    parcels: [{ state: 'closed', shipmentState: 'delivered' }]
  });
  expect(order?.parcels[0]?.promises.at(-1)).toMatchObject({ state: 'kept' });
  expect(order?.parcels[0]?.scans).toHaveLength(ROAD.length);
});

test('a parcel that is late gets a later date with its reason, the first promise stays readable, and the verdict says broken', async () => {
  const { orderId, trackingNumber } = await onItsWay();
  await hear(trackingNumber, ROAD.slice(0, 3));
  await hear(trackingNumber, [['in_transit', 'delayed', '2026-11-28T12:00:00Z']]);
  const [late] = (await trackedOrder(shop.db, orderId))!.parcels;
  expect(late?.promises.map((promise) => [promise.number, promise.state])).toEqual([
    [1, 'committed'],
    [2, 'revised']
  ]);
  expect(late!.promises[1]!.deliverUntil > late!.promises[0]!.deliverUntil).toBe(true);
  await hear(trackingNumber, [['delivered', 'to_person', '2026-11-30T06:00:00Z']]);
  expect((await trackedOrder(shop.db, orderId))!.parcels[0]!.promises.at(-1)).toMatchObject({ state: 'broken' });
});

test('the same message, also twice at once, and the same scan in two messages count once', async () => {
  const { orderId, trackingNumber } = await onItsWay();
  const news = ROAD.slice(0, 2);
  const taken = await Promise.all([1, 2, 3].map(() => hear(trackingNumber, news, 'one message')));
  expect(taken.map((answer) => answer.taken).toSorted((a, b) => a - b)).toEqual([0, 0, 2]);
  expect(await hear(trackingNumber, news)).toEqual({ taken: 0 });
  expect((await trackedOrder(shop.db, orderId))?.parcels[0]?.scans).toHaveLength(2);
});

test('in whatever order the news arrives, the parcel ends in the same state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(ROAD, { minLength: ROAD.length }), async (shuffled) => {
      const { orderId, trackingNumber } = await onItsWay();
      for (const news of shuffled) await hear(trackingNumber, [news]);
      const order = await trackedOrder(shop.db, orderId);
      expect(order).toMatchObject({ life: 'completed', parcels: [{ state: 'closed', shipmentState: 'delivered' }] });
    }),
    { numRuns: 6 }
  );
});

const strays = async (trackingNumber: string) =>
  (await openStrays(shop.db, 100))
    .filter((one) => one.trackingNumber === trackingNumber)
    .map(({ reason, times }) => [reason, times] as const);

test('news of a parcel that is not ours is laid aside for a person, who sees it once and again when there is more', async () => {
  expect(await hear('TLUNKNOWN', ROAD, 'first')).toEqual({ taken: 0 });
  await hear('TLUNKNOWN', ROAD, 'first');
  await hear('TLUNKNOWN', ROAD, 'second');
  expect(await strays('TLUNKNOWN')).toEqual([['number-unknown', 2]]);
  const seen = { provider: 'easypost', trackingNumber: 'TLUNKNOWN', reason: 'number-unknown' } as const;
  await expect(seeStray(shop, shopper, seen)).rejects.toMatchObject({ code: 'forbidden' });
  await seeStray(shop, { ...asha, role: 'manager' }, seen);
  expect(await strays('TLUNKNOWN')).toEqual([]);
  await hear('TLUNKNOWN', ROAD, 'third');
  expect(await strays('TLUNKNOWN')).toEqual([['number-unknown', 3]]);
});

test('the office reads of it on its page, and puts away what it has seen there', async () => {
  await hear('TLSTRANGE', ROAD.slice(0, 1));
  const locals = { shop, actor: { ...asha, role: 'manager' as const } };
  const shown = async () => ((await load({ locals } as never)) as { strays: { trackingNumber: string }[] }).strays;
  expect((await shown()).map(({ trackingNumber }) => trackingNumber)).toContain('TLSTRANGE');
  const send = async (fields: Record<string, string>, by: unknown = locals) => {
    const request = new Request('http://shop.test/', { method: 'POST', body: new URLSearchParams(fields) });
    return (actions['seen'] as (event: unknown) => Promise<unknown>)({ request, locals: by });
  };
  const stray = { provider: 'easypost', trackingNumber: 'TLSTRANGE', reason: 'number-unknown' };
  expect(await send({ ...stray, reason: 'because' })).toMatchObject({ status: 400 });
  expect(await send(stray, { shop, actor: asha })).toMatchObject({ status: 403 });
  await expect(send(stray)).rejects.toMatchObject({ status: 303, location: '/office/watch' });
  expect((await shown()).map(({ trackingNumber }) => trackingNumber)).not.toContain('TLSTRANGE');
});

test('a number that an earlier parcel had names the one under way, and what was said of the earlier one is left out', async () => {
  const earlier = await onItsWay();
  await hear(earlier.trackingNumber, ROAD);
  const later = await onItsWay();
  const { id } = await shop.db
    .selectFrom('shipment')
    .select('id')
    .where('tracking_number', '=', later.trackingNumber)
    .executeTakeFirstOrThrow();
  const since = async (created_at: string) =>
    shop.db.updateTable('shipment').set({ tracking_number: earlier.trackingNumber, created_at }).where('id', '=', id).execute();
  await since('2026-12-20T05:00:00Z');
  const accepted: News = ['in_transit', 'accepted', '2026-12-20T09:00:00Z'];
  expect(await hear(earlier.trackingNumber, [...ROAD, accepted])).toEqual({ taken: 1 });
  expect((await trackedOrder(shop.db, later.orderId))!.parcels).toMatchObject([{ shipmentState: 'in_transit', state: 'shipped' }]);
  expect((await trackedOrder(shop.db, earlier.orderId))!.parcels).toMatchObject([{ shipmentState: 'delivered' }]);
  expect(await strays(earlier.trackingNumber)).toEqual([['number-reused', 1]]);
  // The clock of this shop stands still: what it heard is no older than the parcel.
  await since('2026-11-25T05:00:00Z');
});

test('a scan for a parcel that was cancelled moves nothing and is laid aside', async () => {
  const { orderId, trackingNumber } = await onItsWay();
  const setTo = async (state: 'cancelled' | 'shipped') =>
    shop.db.updateTable('fulfilment_order').set({ state }).where('order_id', '=', orderId).execute();
  await setTo('cancelled');
  expect(await hear(trackingNumber, ROAD)).toEqual({ taken: 0 });
  expect((await trackedOrder(shop.db, orderId))!.parcels).toMatchObject([{ state: 'cancelled', shipmentState: 'pre_transit', scans: [] }]);
  expect(await strays(trackingNumber)).toEqual([['parcel-cancelled', 1]]);
  await setTo('shipped');
});

test('what a carrier cannot follow, and what moves though its label was called back, is shown to a person', async () => {
  const { trackingNumber } = await onItsWay();
  await hear(trackingNumber, [
    ['error', 'tracker_failed', '2026-11-25T12:00:00Z'],
    ['cancelled', 'label_voided', '2026-11-25T12:30:00Z'],
    ROAD[1]!
  ]);
  expect((await strays(trackingNumber)).map(([reason]) => reason).toSorted()).toEqual(['tracker-error', 'voided-but-moving']);
});

test('the carrier is booked once, with where it starts and where it goes', async () => {
  const { trackingNumber } = await onItsWay();
  const { id } = await shop.db.selectFrom('shipment').select('id').where('tracking_number', '=', trackingNumber).executeTakeFirstOrThrow();
  await bookCarrier(shop, { shipmentId: id });
  await bookCarrier(shop, { shipmentId: id });
  expect(shop.bookings.filter((booking) => booking.trackingNumber === trackingNumber)).toMatchObject([
    { from: { name: 'blr-domlur' }, to: { name: 'Bengaluru', lat: 12.978346 } }
  ]);
});

test('silence is news: a parcel that nobody hears of gets a later date with that reason, once, and what is heard of keeps its own', async () => {
  shop.at('2026-11-25T05:00:00Z');
  const [silent, heard] = [await onItsWay(), await onItsWay()];
  await hear(silent.trackingNumber, ROAD.slice(0, 2));
  await hear(heard.trackingNumber, ROAD.slice(0, 2));
  const reasonsOf = async ({ orderId }: { orderId: string }) =>
    (await trackedOrder(shop.db, orderId))!.parcels[0]!.promises.map(({ reason }) => reason);
  await lookAtSilentParcels(shop);
  expect(await reasonsOf(silent)).toEqual(['placed']);

  shop.at('2026-11-28T15:00:00Z');
  await hear(heard.trackingNumber, ROAD);
  await lookAtSilentParcels(shop);
  await lookAtSilentParcels(shop);
  expect(await reasonsOf(silent)).toEqual(['placed', 'silence']);
  expect(await reasonsOf(heard)).toEqual(['placed', 'delivered']);
  const { estimateUntil, promises } = (await trackedOrder(shop.db, silent.orderId))!.parcels[0]!;
  expect(Date.parse(estimateUntil!)).toBe(Date.parse(promises[1]!.deliverUntil));
});

test('a parcel that no van has taken is said to have missed it', async () => {
  shop.at('2026-11-25T05:00:00Z');
  const { orderId } = await onItsWay();
  shop.at('2026-11-28T05:00:00Z');
  await lookAtSilentParcels(shop);
  expect((await trackedOrder(shop.db, orderId))!.parcels[0]!.promises.map(({ reason }) => reason)).toEqual(['placed', 'missed-pickup']);
});
