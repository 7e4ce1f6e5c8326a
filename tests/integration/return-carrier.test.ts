import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pickupOf } from '#db/queries/return-pickups.ts';
import { endedReturnShipment, returnLabelsKept, returnShipmentOf } from '#db/queries/return-shipments.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { bookPickup } from '#lib/commerce/returns/book-pickup.server.ts';
import { cancelPickup } from '#lib/commerce/returns/cancel-pickup.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { voidReturnLabel } from '#lib/commerce/returns/void-return-label.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { easyPost } from '#lib/server/providers/easypost/easypost.ts';
import { seeToPickups, seeToReturnLabels } from '#realtime/given-up.ts';
import { WORKERS } from '#realtime/workers.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { EASYPOST_KEY, easyPostServer, type EasyPostServer } from '../support/easypost-server.ts';
import { asha, shopper } from '../support/makers.ts';
import { DAY_MS, returnedOrders } from '../support/returned-orders.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { openTwoPlaces } from '../support/two-places.ts';

/** What comes back with a carrier that prints its own labels: what it gave, and what is given back to it. */
let theirs: EasyPostServer;
let shop: TestShop;
let ours: TestShop['carrier'];
beforeAll(async () => {
  theirs = await easyPostServer();
  shop = await openTwoPlaces();
  ours = shop.carrier;
});
afterAll(async () => {
  await shop.close();
  await theirs.close();
});
beforeEach(() => {
  shop.at(MORNING);
  theirs.calls.length = 0;
});

const { delivered, ask, typesOf, stateOf } = returnedOrders(() => shop);
const unreachable = { name: 'ProviderUnreachable' };

async function approved(method: 'label' | 'home' = 'label') {
  // What brought it there was none of this carrier's business.
  shop.carrier = ours;
  const of = await delivered();
  shop.carrier = easyPost({ apiKey: EASYPOST_KEY, apiUrl: theirs.url, withinMs: 300 });
  return { ...of, ...(await ask(of, { method })) };
}
type Approved = Awaited<ReturnType<typeof approved>>;
async function labelled(method: 'label' | 'home' = 'label') {
  const of = await approved(method);
  await issueReturnLabel(shop, SYSTEM, of);
  return of;
}
const issue = async ({ returnId }: Approved) => WORKERS['issue-return-label'](shop, { returnId });
const giveBack = async ({ returnId }: Approved) => voidReturnLabel(shop, SYSTEM, { returnId });
const callOff = async ({ orderId, returnId }: Approved) => cancelReturn(shop, shopper, { orderId, returnId });
const labelOf = async ({ returnId }: Approved) => (await endedReturnShipment(shop.db, returnId))?.labelState;
const refunds = () => theirs.calls.filter((call) => call.endsWith('/refund')).length;
const eventsOf = async ({ orderId }: Approved) => (await typesOf(orderId)).filter((type) => type.startsWith('return.label'));
const after = (ms: number) => shop.at(new Date(Date.parse(MORNING) + ms));
const HOUR_MS = 3_600_000;

test('however a return ends otherwise, the label that was bought for it is given back, once', async () => {
  const ends: Record<string, (of: Approved) => Promise<unknown>> = {
    'called off': callOff,
    'brought to a store': async ({ orderId, returnId }) => chooseDropOff(shop, shopper, { orderId, returnId, nodeId: null }),
    'given in at a counter': async ({ returnId }) => acceptReturn(shop, asha, { returnId }),
    'never sent': async ({ returnId }) => {
      after(16 * DAY_MS);
      await lapseReturn(shop, SYSTEM, { returnId });
    }
  };
  for (const [how, end] of Object.entries(ends)) {
    shop.at(MORNING);
    const of = await labelled();
    await giveBack(of);
    await end(of);
    expect([how, await labelOf(of)]).toEqual([how, 'bought']);
    theirs.calls.length = 0;
    theirs.next({ at: 'POST /shipments/', how: 'lost' });
    await expect(giveBack(of)).rejects.toMatchObject(unreachable);
    await giveBack(of);
    await giveBack(of);
    expect([how, await labelOf(of), refunds()]).toEqual([how, 'voided', 1]);
    expect(await eventsOf(of)).toEqual(['return.label_issued', 'return.label_ended', 'return.label_voided']);
  }
});

test('one that travels keeps its label; one that its carrier does not take back since it was used is kept, and written down as that', async () => {
  const travels = await labelled();
  const { trackingNumber } = (await returnShipmentOf(shop.db, travels.returnId))!;
  await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', '2026-11-25T06:00:00Z']]));
  await giveBack(travels);
  expect(refunds()).toBe(0);

  const used = await labelled();
  await callOff(used);
  const error = { code: 'SHIPMENT.REFUND.UNAVAILABLE', message: 'The label was used.' };
  theirs.next({ at: 'POST /shipments/', how: { status: 422, body: { error } } });
  await giveBack(used);
  await giveBack(used);
  expect([await labelOf(used), refunds()]).toEqual(['kept', 1]);
  const said = await shop.db.selectFrom('return_shipment').select('label_note').where('return_id', '=', used.returnId).executeTakeFirst();
  expect(said?.label_note).toContain('The label was used.');
  const { data } = await shop.db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'return.label_voided')
    .where('topic', '=', `order:${used.orderId}`)
    .executeTakeFirstOrThrow();
  expect(data).toMatchObject({ outcome: 'kept' });
  const { number: order } = await shop.db.selectFrom('orders').select('number').where('id', '=', used.orderId).executeTakeFirstOrThrow();
  const kept = await returnLabelsKept(shop.db, 50);
  expect(kept).toEqual([{ returnId: used.returnId, number: expect.any(String), order, carrier: 'EasyPost', note: said?.label_note }]);
});

test('a label that is bought while its return ends is given back when the answer comes, and when none comes', async () => {
  const next = () => theirs.shipments.size + 1;
  const late = await approved();
  theirs.next({ at: `POST /shipments/shp_${next()}/buy`, how: 'lost' });
  await expect(issue(late)).rejects.toMatchObject(unreachable);
  await callOff(late);
  await issue(late);
  expect([await labelOf(late), theirs.shipments.get(`shp_${next() - 1}`)?.refund_status]).toEqual(['voided', 'submitted']);

  // It was given back as one that nobody had bought, and was bought after that.
  const later = await approved();
  theirs.next({ at: `POST /shipments/shp_${next()}/buy`, how: 'silent' });
  await expect(issue(later)).rejects.toMatchObject(unreachable);
  await callOff(later);
  await giveBack(later);
  expect(await labelOf(later)).toBe('voided');
  const { carrierRef } = (await endedReturnShipment(shop.db, later.returnId))!;
  await shop.carrier.labels!.buy(carrierRef!, 'standard');
  await issue(later);
  expect(theirs.shipments.get(carrierRef!)?.refund_status).toBe('submitted');
  expect(await eventsOf(later)).toEqual(['return.label_ended', 'return.label_voided']);
});

test('a label that was bought after its return had ended, and of which nobody heard, is given back by the sweep for a day', async () => {
  const boughtUnheard = async () => {
    const of = await approved();
    theirs.next({ at: `POST /shipments/shp_${theirs.shipments.size + 1}/buy`, how: 'silent' });
    await expect(issue(of)).rejects.toMatchObject(unreachable);
    // It waits for long: what counts is when it ended.
    after(3 * DAY_MS);
    await chooseDropOff(shop, shopper, { orderId: of.orderId, returnId: of.returnId, nodeId: null });
    await giveBack(of);
    const { carrierRef } = (await endedReturnShipment(shop.db, of.returnId))!;
    await shop.carrier.labels!.buy(carrierRef!, 'standard');
    return { ...of, carrierRef: carrierRef! };
  };
  const of = await boughtUnheard();
  after(3 * DAY_MS + HOUR_MS);
  await seeToReturnLabels(shop);
  expect([await labelOf(of), theirs.shipments.get(of.carrierRef)?.refund_status]).toEqual(['voided', 'submitted']);

  shop.at(MORNING);
  const late = await boughtUnheard();
  after(5 * DAY_MS);
  theirs.calls.length = 0;
  await seeToReturnLabels(shop);
  expect(theirs.calls.filter((call) => call.includes(late.carrierRef))).toEqual([]);
});

test('the sweep asks for labels of returns, and gives those back, whose jobs were given up', async () => {
  const unlabelled = await approved();
  theirs.next({ at: 'POST /shipments', how: { status: 500 } });
  await expect(issue(unlabelled)).rejects.toMatchObject(unreachable);
  const ended = await labelled();
  await callOff(ended);
  await seeToReturnLabels(shop);
  expect([await stateOf(unlabelled), await labelOf(ended)]).toEqual(['approved', 'bought']);
  after(HOUR_MS);
  await seeToReturnLabels(shop);
  expect([await stateOf(unlabelled), await labelOf(ended)]).toEqual(['label_issued', 'voided']);
});

test('what is fetched is ordered at the carrier by the label it gave, paid for once, and cancelled there when nobody has to come', async () => {
  const of = await labelled('home');
  const { carrierRef } = (await returnShipmentOf(shop.db, of.returnId))!;
  theirs.next({ at: 'POST /pickups', how: 'silent' });
  await expect(bookPickup(shop, SYSTEM, of)).rejects.toMatchObject(unreachable);
  theirs.next({ at: 'POST /pickups/pickup_', how: 'lost' });
  await expect(bookPickup(shop, SYSTEM, of)).rejects.toMatchObject(unreachable);
  theirs.calls.length = 0;
  await bookPickup(shop, SYSTEM, of);
  const pickup = (await pickupOf(shop.db, of.returnId))!;
  expect(theirs.calls).toEqual([`GET /pickups/${pickup.carrierRef}`]);
  expect(pickup).toMatchObject({ state: 'booked', confirmation: `WT${pickup.carrierRef}`, fromAt: new Date('2026-11-26T03:30:00Z') });
  expect(theirs.pickups.get(pickup.carrierRef!)).toMatchObject({
    status: 'scheduled',
    reference: `${of.returnId}:2026-11-26T03:30:00.000Z`,
    min_datetime: '2026-11-26T03:30:00.000Z',
    max_datetime: '2026-11-26T12:30:00.000Z',
    address: { street1: '12 Test Street', zip: '560038' },
    shipment: { id: carrierRef }
  });

  await callOff(of);
  theirs.next({ at: 'POST /pickups/', how: 'lost' });
  await expect(cancelPickup(shop, SYSTEM, of)).rejects.toMatchObject(unreachable);
  await cancelPickup(shop, SYSTEM, of);
  expect([(await pickupOf(shop.db, of.returnId))!.state, theirs.pickups.get(pickup.carrierRef!)?.status]).toEqual([
    'cancelled',
    'canceled'
  ]);
  expect(theirs.calls.filter((call) => call.endsWith('/cancel'))).toHaveLength(1);
});

test('where no courier is offered nobody comes; a carrier that does not know our key decides nothing', async () => {
  const of = await labelled('home');
  theirs.next({ at: 'POST /pickups', how: { status: 401, body: { error: { code: 'UNAUTHORIZED', message: 'no' } } } });
  await expect(bookPickup(shop, SYSTEM, of)).rejects.toMatchObject(unreachable);
  expect((await pickupOf(shop.db, of.returnId))!.state).toBe('asked');
  theirs.nobody(true);
  after(HOUR_MS);
  await seeToPickups(shop);
  theirs.nobody(false);
  expect((await pickupOf(shop.db, of.returnId))!.state).toBe('failed');
});
