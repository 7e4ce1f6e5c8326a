import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET } from '../../src/routes/(store)/work/[parcelId]/label.pdf/+server.ts';
import { labelTroubles } from '#db/queries/carrier-labels.ts';
import { openStrays } from '#db/queries/stray-scans.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { askForLabel } from '#lib/commerce/fulfilment/ask-for-label.server.ts';
import { bookCarrier } from '#lib/commerce/fulfilment/book-carrier.server.ts';
import { buyLabel } from '#lib/commerce/fulfilment/buy-label.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { voidLabel } from '#lib/commerce/fulfilment/void-label.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { easyPost } from '#lib/server/providers/easypost/easypost.ts';
import { askForLabelsAgain } from '#realtime/given-up.ts';
import { takeUpStrays } from '#realtime/take-up-strays.ts';
import { ask, byEasyPost } from '../support/api-world.ts';
import { aCheckout } from '../support/checkout.ts';
import { EASYPOST_KEY, easyPostServer, LABEL, type EasyPostServer } from '../support/easypost-server.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';

let theirs: EasyPostServer;
let shop: TestShop;
beforeAll(async () => {
  theirs = await easyPostServer();
  const own = await openShop();
  shop = Object.assign(own, { carrier: easyPost({ apiKey: EASYPOST_KEY, apiUrl: theirs.url, withinMs: 300 }) });
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
});
afterAll(async () => {
  await shop.close();
  await theirs.close();
});
beforeEach(() => {
  theirs.calls.length = 0;
});

const TRANSIT = { transit: { unit: 'day', p50: 1, p90: 2 } };

/** A parcel that is packed and waits for its label. */
async function packed(service: 'standard' | 'express' = 'standard') {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { inputs: TRANSIT, service }));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const { id } = (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  return { orderId, id };
}
type Packed = Awaited<ReturnType<typeof packed>>;
const parcelOf = async ({ orderId }: Packed) => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
const buy = async ({ id }: Packed) => buyLabel(shop, SYSTEM, { fulfilmentOrderId: id });
const handOver = async ({ id }: Packed) => handOverParcel(shop, SYSTEM, { fulfilmentOrderId: id });
const troubleOf = async ({ id }: Packed) => (await labelTroubles(shop.db, 50)).find((one) => one.fulfilmentOrderId === id);
const eventsOf = async ({ orderId }: Packed) => (await trackedOrder(shop.db, orderId))!.events.map(({ type }) => type);
/** However often: of a parcel there is one label. */
const labels = () => [theirs.labelsBought(), theirs.shipments.size];

test('a packed parcel gets the label and number of the carrier, is handed over with them, and its scans reach the page', async () => {
  const parcel = await packed();
  await buy(parcel);
  const { trackingNumber, carrier, shipmentState } = await parcelOf(parcel);
  expect([trackingNumber, carrier, shipmentState]).toEqual(['EZ0000000001', 'EasyPost', 'pre_transit']);
  expect(theirs.calls).toEqual(['POST /shipments', 'GET /shipments/shp_1', 'POST /shipments/shp_1/buy', 'GET /labels/shp_1.pdf']);
  expect(theirs.bodies[0]).toMatchObject({
    shipment: {
      from_address: { street1: '1 Test Road', zip: '560038', state: 'KA', country: 'IN' },
      to_address: { name: 'Rhea Test', street1: '12 Test Street', city: 'Bengaluru', phone: '9800000000' },
      parcel: { weight: 35.3 }
    }
  });
  expect(theirs.bodies.at(-1)).toEqual({ rate: { id: 'rate_slow' } });
  await handOver(parcel);
  const { id: shipmentId } = await shop.db
    .selectFrom('shipment')
    .select('id')
    .where('fulfilment_order_id', '=', parcel.id)
    .executeTakeFirstOrThrow();
  await bookCarrier(shop, { shipmentId });
  // The tracker came with the label.
  expect(theirs.trackers).toEqual([]);
  const event = {
    id: 'evt_1',
    description: 'tracker.updated',
    result: {
      id: 'trk_1',
      tracking_code: trackingNumber,
      tracking_details: [
        { status: 'pre_transit', status_detail: 'label_created', datetime: MORNING, tracking_location: { city: null, zip: null } },
        { status: 'out_for_delivery', status_detail: 'out_for_delivery', datetime: '2026-11-27T04:00:00Z', message: 'On the vehicle' },
        { status: 'delivered', status_detail: 'arrived_at_destination', datetime: '2026-11-27T08:00:00Z', message: 'Delivered' }
      ]
    }
  };
  expect(await ask(shop, byEasyPost(event))).toMatchObject({ status: 200, json: { taken: 3 } });
  expect(await parcelOf(parcel)).toMatchObject({ state: 'closed', shipmentState: 'delivered', scans: [{}, {}, { message: 'Delivered' }] });
});

test('what is paid to be fast travels by the fastest', async () => {
  await buy(await packed('express'));
  expect(theirs.bodies.at(-1)).toEqual({ rate: { id: 'rate_fast' } });
});

test('the page of the label gives the carrier’s own', async () => {
  const parcel = await packed();
  await buy(parcel);
  const locals = { shop, actor: { ...asha, nodeId: HERE } };
  const answer = await GET({ params: { parcelId: parcel.id }, locals } as never);
  expect(await answer.text()).toBe(LABEL);
});

test('without its label a parcel is not handed over', async () => {
  const parcel = await packed();
  await expect(handOver(parcel)).rejects.toMatchObject({ code: 'label-missing' });
  await buy(parcel);
  await handOver(parcel);
  expect(await eventsOf(parcel)).toEqual(expect.arrayContaining(['fo.packed', 'fo.labelled', 'fo.shipped']));
});

test.each([
  ['says nothing', 'silent'],
  ['has trouble', { status: 503 }],
  ['has too much to do', { status: 429 }],
  ['does not know our key', { status: 401, body: { error: { code: 'UNAUTHORIZED', message: 'no' } } }],
  ['sends something cut off', { status: 200, body: '{"id": "shp' }]
] as const)('a carrier that %s is asked again later, and it ends with one label', async (_, how) => {
  const parcel = await packed();
  const [boughtBefore] = labels();
  theirs.next({ at: 'POST /shipments', how });
  await expect(buy(parcel)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  expect((await parcelOf(parcel)).trackingNumber).toBeNull();
  await buy(parcel);
  await buy(parcel);
  expect((await parcelOf(parcel)).trackingNumber).toMatch(/^EZ/);
  expect(labels()[0]).toBe(boughtBefore! + 1);
});

test('an answer that is lost after the label was bought buys no second one', async () => {
  const parcel = await packed();
  const [bought, drafts] = labels();
  theirs.next({ at: `POST /shipments/shp_${drafts! + 1}/buy`, how: 'lost' });
  await expect(buy(parcel)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  await buy(parcel);
  expect(labels()).toEqual([bought! + 1, drafts! + 1]);
  expect((await parcelOf(parcel)).trackingNumber).not.toBeNull();
});

test('a look that gets no answer is tried once more at once; a label file that does not come, with the whole', async () => {
  const parcel = await packed();
  const next = labels()[1]! + 1;
  theirs.next({ at: `GET /shipments/shp_${next}`, how: { status: 502 } });
  await buy(parcel);
  expect(theirs.calls.filter((call) => call === `GET /shipments/shp_${next}`)).toHaveLength(2);
});

test('four tries at once buy one label', async () => {
  const parcel = await packed();
  const [bought] = labels();
  await Promise.allSettled([1, 2, 3, 4].map(async () => buy(parcel)));
  await buy(parcel);
  expect(labels()[0]).toBe(bought! + 1);
  expect((await eventsOf(parcel)).filter((type) => type === 'fo.labelled')).toHaveLength(1);
});

test('what the carrier refuses waits with its reason for a person, who may ask once more', async () => {
  const parcel = await packed();
  const error = { code: 'ADDRESS.VERIFY.FAILURE', message: 'Unable to verify address.', errors: [{ field: 'to_address' }] };
  theirs.next({ at: 'POST /shipments', how: { status: 422, body: { error } } });
  await buy(parcel);
  expect(await troubleOf(parcel)).toMatchObject({ labelState: 'refused', note: 'ADDRESS.VERIFY.FAILURE: Unable to verify address.' });
  await buy(parcel);
  expect((await parcelOf(parcel)).trackingNumber).toBeNull();
  await expect(askForLabel(shop, asha, { fulfilmentOrderId: parcel.id })).rejects.toMatchObject({ code: 'forbidden' });
  await askForLabel(shop, { ...asha, role: 'support' }, { fulfilmentOrderId: parcel.id });
  await buy(parcel);
  expect(await troubleOf(parcel)).toBeUndefined();
  expect((await parcelOf(parcel)).trackingNumber).not.toBeNull();
  await expect(askForLabel(shop, { ...asha, role: 'support' }, { fulfilmentOrderId: parcel.id })).rejects.toMatchObject({
    code: 'not-allowed'
  });
});

test('a number that another parcel under way has is not taken', async () => {
  const first = await packed();
  theirs.number('EZ7777777777');
  await buy(first);
  const second = await packed();
  theirs.number('EZ7777777777');
  await buy(second);
  expect((await parcelOf(first)).trackingNumber).toBe('EZ7777777777');
  expect(await troubleOf(second)).toMatchObject({ labelState: 'refused', note: expect.stringContaining('EZ7777777777') as string });
});

test('news that comes before the answer it belongs to is kept and taken up', async () => {
  const parcel = await packed();
  theirs.number('EZ8888888888');
  const event = {
    id: 'evt_early',
    description: 'tracker.created',
    result: {
      tracking_code: 'EZ8888888888',
      tracking_details: [{ status: 'pre_transit', status_detail: 'label_created', datetime: MORNING }]
    }
  };
  expect(await ask(shop, byEasyPost(event))).toMatchObject({ json: { taken: 0 } });
  await buy(parcel);
  await takeUpStrays(shop, { trackingNumber: 'EZ8888888888' });
  expect((await parcelOf(parcel)).scans).toHaveLength(1);
  expect((await openStrays(shop.db, 50)).map(({ trackingNumber }) => trackingNumber)).not.toContain('EZ8888888888');
});

const cancel = async ({ id }: Packed, state: 'cancelled' | 'packed' = 'cancelled') =>
  shop.db.updateTable('fulfilment_order').set({ state }).where('id', '=', id).execute();
const stateOf = async ({ id }: Packed) =>
  (await shop.db.selectFrom('shipment').select('label_state').where('fulfilment_order_id', '=', id).executeTakeFirstOrThrow()).label_state;
const giveBack = async ({ id }: Packed) => voidLabel(shop, { fulfilmentOrderId: id });

test('the label of a cancelled parcel is given back once; one that still goes keeps it; what they do not take back is shown', async () => {
  const parcel = await packed();
  await buy(parcel);
  await giveBack(parcel);
  expect(await stateOf(parcel)).toBe('bought');
  await cancel(parcel);
  theirs.next({ at: 'POST /shipments/', how: 'lost' });
  await expect(giveBack(parcel)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  await giveBack(parcel);
  await giveBack(parcel);
  expect(await stateOf(parcel)).toBe('voided');
  expect(theirs.calls.filter((call) => call.endsWith('/refund'))).toHaveLength(1);
  await cancel(parcel, 'packed');

  const other = await packed();
  await buy(other);
  await cancel(other);
  theirs.refunds('rejected');
  await giveBack(other);
  theirs.refunds('submitted');
  expect(await troubleOf(other)).toMatchObject({ labelState: 'kept' });
  await cancel(other, 'packed');
});

test('a parcel that is cancelled while its label is bought gives it back when the answer comes', async () => {
  const parcel = await packed();
  theirs.next({ at: `POST /shipments/shp_${labels()[1]! + 1}/buy`, how: 'lost' });
  await expect(buy(parcel)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  await cancel(parcel);
  // Nothing is bought for it any more; what may have been bought is given back, also by the sweep.
  shop.at('2026-11-25T08:00:00Z');
  await askForLabelsAgain(shop);
  shop.at(MORNING);
  expect(await stateOf(parcel)).toBe('voided');
  expect(theirs.calls.at(-1)).toMatch(/refund$/);
  await cancel(parcel, 'packed');
});

test('the sweep asks for labels whose jobs were given up', async () => {
  const parcel = await packed();
  theirs.next({ at: 'POST /shipments', how: { status: 500 } });
  await expect(buy(parcel)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  shop.at('2026-11-25T08:00:00Z');
  await askForLabelsAgain(shop);
  shop.at(MORNING);
  expect((await parcelOf(parcel)).trackingNumber).not.toBeNull();
});
