import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import fc from 'fast-check';
import { openStrays } from '#db/queries/stray-scans.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierSimulator } from '#lib/server/providers/carrier-simulator/carrier-simulator.ts';
import { SIGNATURE_HEADER, signWebhook } from '#lib/server/webhook-signature.ts';
import { aBuyer, ask, byEasyPost, openApiShop, rowCounts, SECRET, signed, type Buyer, type Sent } from '../support/api-world.ts';
import { underPolicy } from '../support/policies.ts';
import { MORNING, type TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

type Way = { orderId: string; trackingNumber: string };
async function onItsWay(): Promise<Way> {
  const { orderId, path } = await buyer.order();
  await buyer.ask({ method: 'POST', path: `${path}/payments`, body: { handle: 'ok@mez' }, key: buyer.key() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcel = async () => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: (await parcel()).id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: (await parcel()).id });
  return { orderId, trackingNumber: (await parcel()).trackingNumber! };
}

const ROAD = [
  { status: 'pre_transit', status_detail: 'label_created', datetime: '2026-11-25T05:00:00Z' },
  { status: 'in_transit', status_detail: 'received_at_origin_facility', datetime: '2026-11-25T13:00:00Z' },
  { status: 'in_transit', status_detail: 'departed_origin_facility', datetime: '2026-11-25T18:00:00Z' },
  { status: 'out_for_delivery', status_detail: 'out_for_delivery', datetime: '2026-11-27T04:00:00Z' },
  { status: 'delivered', status_detail: 'arrived_at_destination', datetime: '2026-11-27T08:00:00Z' }
];
let events = 0;
const tracker = (trackingNumber: string, upTo: number, id = `evt_${(events += 1)}`) => ({
  id,
  object: 'Event',
  result: { tracking_code: trackingNumber, est_delivery_date: null, tracking_details: ROAD.slice(0, upTo) }
});
const hear = async (event: unknown) => buyer.ask(signed(shop, '/webhooks/carrier', event));

let way: Way;
let before: Record<string, number>;
beforeEach(async () => {
  way = await onItsWay();
  before = await rowCounts(shop);
});

const body = () => JSON.stringify(tracker(way.trackingNumber, 2));
const sent = (raw: string, header?: string): Sent => ({
  method: 'POST',
  path: '/webhooks/carrier',
  raw,
  headers: { ...(header !== undefined && { [SIGNATURE_HEADER]: header }) }
});
const at = (offsetSeconds: number) => new Date(shop.now().getTime() + offsetSeconds * 1000);
const sign = (raw: string, offsetSeconds = 0, secret = SECRET) => signWebhook(raw, [secret], at(offsetSeconds));
const seconds = (offset: number) => Math.floor(at(offset).getTime() / 1000);

test.for<[string, (raw: string) => Sent]>([
  ['one that nobody signed', (raw) => sent(raw)],
  ['one with a signature of nonsense', (raw) => sent(raw, 't=1,v1=zz')],
  ['one signed with another secret', (raw) => sent(raw, sign(raw, 0, 'another secret of some length'))],
  ['one signed with a secret and a space', (raw) => sent(raw, sign(raw, 0, `${SECRET} `))],
  ['one that was changed on the way', (raw) => sent(raw.replace('in_transit', 'delivered'), sign(raw))],
  ['one that was parsed and printed again', (raw) => sent(JSON.stringify(JSON.parse(raw), null, 1), sign(raw))],
  ['one with a space more', (raw) => sent(`${raw} `, sign(raw))],
  ['one of six minutes ago', (raw) => sent(raw, sign(raw, -360))],
  ['one of in six minutes', (raw) => sent(raw, sign(raw, 360))],
  ['an old one with a new time in front', (raw) => sent(raw, sign(raw, -360).replace(/^t=\d+/, `t=${seconds(0)}`))],
  ['one with two times', (raw) => sent(raw, `t=${seconds(0)},${sign(raw)}`)]
])('%s is refused and writes no row', async ([, made]) => {
  const raw = body();
  expect(await buyer.ask(made(raw))).toMatchObject({ status: 401, json: { code: 'signature-wrong' } });
  expect(await rowCounts(shop)).toEqual(before);
  // The same body with its right signature gets in: it was the signature, and nothing else.
  expect(await buyer.ask(sent(raw, sign(raw)))).toMatchObject({ status: 200, json: { taken: 2 } });
});

test('one that is nearly five minutes old is still taken, and while secrets change either will do', async () => {
  const raw = body();
  expect(await buyer.ask(sent(raw, sign(raw, -295)))).toMatchObject({ status: 200, json: { taken: 2 } });
  const both = signWebhook(raw, ['the secret of last month', SECRET], shop.now());
  expect(await buyer.ask(sent(raw, both))).toMatchObject({ status: 200, json: { taken: 0 } });
});

test('with no secret set nobody gets in: that is a fault of ours and loud', async () => {
  const { dispatch } = await import('#lib/server/api/dispatch.ts');
  const faults: unknown[] = [];
  const request = new Request('http://shop.test/api/v1/webhooks/carrier', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: `t=1,v1=${'0'.repeat(64)}` },
    body: body()
  });
  const answer = await dispatch({ ...shop, report: (fault) => void faults.push(fault) }, { role: 'shopper', channel: 'api' }, request);
  expect(answer.status).toBe(500);
  expect(faults).toHaveLength(1);
  expect(await rowCounts(shop)).toEqual(before);
});

test('the same message a second time is answered well and changes nothing', async () => {
  const event = tracker(way.trackingNumber, 3);
  expect(await hear(event)).toMatchObject({ status: 200, json: { taken: 3 } });
  const after = await rowCounts(shop);
  expect(await hear(event)).toMatchObject({ status: 200, json: { taken: 0 } });
  // Other spaces and a later signature are still the same message.
  const raw = JSON.stringify(event, null, 2);
  expect(await buyer.ask(sent(raw, sign(raw, 10)))).toMatchObject({ status: 200, json: { taken: 0 } });
  expect(await rowCounts(shop)).toEqual(after);
});

test('the same message in two requests at the same moment is taken once', async () => {
  const event = tracker(way.trackingNumber, 2);
  const answers = await Promise.all([hear(event), hear(event), hear(event)]);
  expect(answers.map(({ json }) => json['taken']).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 0, 2]);
});

test('a message makes good those that were lost, and a late one moves nothing back', async () => {
  expect(await hear(tracker(way.trackingNumber, 5))).toMatchObject({ status: 200, json: { taken: 5 } });
  expect(await hear(tracker(way.trackingNumber, 2))).toMatchObject({ status: 200, json: { taken: 0 } });
  const order = await trackedOrder(shop.db, way.orderId);
  expect(order).toMatchObject({ life: 'completed', parcels: [{ shipmentState: 'delivered', state: 'closed' }] });
  expect(order!.parcels[0]!.scans).toHaveLength(5);
});

test('whatever order messages come in, and however often, the parcel ends the same', async () => {
  const orders = fc.shuffledSubarray([1, 2, 3, 4, 5, 5, 3], { minLength: 3 });
  await fc.assert(
    fc.asyncProperty(orders, async (steps) => {
      const { trackingNumber, orderId } = await onItsWay();
      for (const upTo of steps) await hear(tracker(trackingNumber, upTo));
      const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
      const furthest = Math.max(...steps);
      expect(parcel!.scans).toHaveLength(furthest);
      expect(parcel!.shipmentState).toBe(['pre_transit', 'in_transit', 'in_transit', 'out_for_delivery', 'delivered'][furthest - 1]);
    }),
    { numRuns: 8 }
  );
});

test('scans ahead of our clock are taken as the carrier’s own', async () => {
  const far = { ...tracker(way.trackingNumber, 2) };
  far.result.tracking_details = [{ status: 'in_transit', status_detail: 'departed_facility', datetime: '2027-03-01T00:00:00Z' }];
  expect(await hear(far)).toMatchObject({ status: 200, json: { taken: 1 } });
});

test('the carrier of the demonstration speaks so that we understand it: its whole journey ends at the door', async () => {
  const van = carrierSimulator({
    journal: ':memory:',
    webhookUrl: 'http://shop.test/api/v1/webhooks/carrier',
    webhookSecret: SECRET,
    now: shop.now,
    report: shop.report,
    pace: { speed: 600 },
    post: async (_, { headers, body: raw }) => (await ask(shop, { method: 'POST', path: '/webhooks/carrier', raw, headers })).status
  });
  van.book({
    trackingNumber: way.trackingNumber,
    service: 'standard',
    from: { name: 'Domlur', lat: 12.96, lng: 77.64, zone: 'Asia/Kolkata' },
    to: { lat: 12.978, lng: 77.64, zone: 'Asia/Kolkata', city: 'Bengaluru' },
    shipBy: new Date('2026-11-25T13:00:00Z'),
    deliverFrom: new Date('2026-11-27T04:30:00Z'),
    deliverUntil: new Date('2026-11-28T14:30:00Z')
  });
  // Six hundred times as fast: by the next day all its news has been posted.
  shop.at('2026-11-26T05:00:00Z');
  expect(await van.tick(shop.now())).toMatchObject({ delivered: expect.toSatisfy((n: number) => n >= 6) as number, failed: 0 });
  expect(van.waiting()).toBe(0);
  van.close();
  shop.at(MORNING);
  expect(await trackedOrder(shop.db, way.orderId)).toMatchObject({ life: 'completed', parcels: [{ shipmentState: 'delivered' }] });
});

test('news of a parcel that nobody knows is laid aside, once however often it comes', async () => {
  for (const upTo of [1, 2, 2]) expect(await hear(tracker('MZV000000000', upTo))).toMatchObject({ status: 200, json: { taken: 0 } });
  expect(await rowCounts(shop)).toEqual({ ...before, stray_scan: Number(before['stray_scan']) + 1 });
  expect((await openStrays(shop.db, 10))[0]).toMatchObject({ trackingNumber: 'MZV000000000', reason: 'number-unknown', times: 3 });
});

test('what EasyPost itself posts is taken by its own signature; its other events change nothing', async () => {
  const event = { ...tracker(way.trackingNumber, 2), description: 'tracker.updated' };
  const forgery = byEasyPost(event, 'another secret of some length');
  for (const bad of [forgery, { ...forgery, headers: {} }, { ...byEasyPost(event), raw: `${JSON.stringify(event)} ` }]) {
    expect(await buyer.ask(bad)).toMatchObject({ status: 401, json: { code: 'signature-wrong' } });
  }
  expect(await rowCounts(shop)).toEqual(before);
  expect(await buyer.ask(byEasyPost(event))).toMatchObject({ status: 200, json: { taken: 2 } });
  expect(await buyer.ask(byEasyPost(event))).toMatchObject({ status: 200, json: { taken: 0 } });
  const refund = { id: 'evt', description: 'refund.successful', result: { object: 'Refund' } };
  expect(await buyer.ask(byEasyPost(refund))).toMatchObject({ status: 200, json: { taken: 0 } });
});

test('news of a charge that nobody knows is refused and writes no row', async () => {
  const charge = { id: 'evt', type: 'charge.captured', data: { key: 'order:nobody:1' } };
  expect(await buyer.ask(signed(shop, '/webhooks/bank', charge))).toMatchObject({ status: 404, json: { code: 'not-found' } });
  expect(await rowCounts(shop)).toEqual(before);
});

test('the bank’s word alone takes no money: it is asked, and an order is paid once however often it says so', async () => {
  const { orderId, path } = await buyer.order();
  const says = (type: string) =>
    signed(shop, '/webhooks/bank', { id: `evt ${type}`, type, data: { key: `order:${orderId}:1`, amountMinor: 1 } });
  expect((await buyer.ask(says('charge.captured'))).json).toEqual({ outcome: 'not-asked' });
  expect(await trackedOrder(shop.db, orderId)).toMatchObject({ life: 'placed', payment: { state: 'pending' } });

  await buyer.ask({ method: 'POST', path: `${path}/payments`, body: { handle: 'step@mez' }, key: buyer.key() });
  expect((await buyer.ask(says('charge.captured'))).json).toEqual({ outcome: 'action-required' });
  shop.bank.approve(`order:${orderId}:1`);
  expect((await buyer.ask(says('charge.declined'))).json).toEqual({ outcome: 'captured' });
  const after = await rowCounts(shop);
  for (const type of ['charge.captured', 'charge.captured', 'charge.declined', 'charge.refunded']) {
    expect((await buyer.ask(says(type))).status).toBe(200);
  }
  expect(await rowCounts(shop)).toEqual(after);
  expect(await trackedOrder(shop.db, orderId)).toMatchObject({ life: 'confirmed', payment: { state: 'captured' } });
});

/** It left, and its bank was asked for its share and did not answer. */
async function askedForShare() {
  const payment = { ...standardPolicy.payment, take: 'on-leaving' as const };
  const { orderId, path } = await underPolicy(shop, { payment }, async () => buyer.order());
  const pay = { method: 'POST', path: `${path}/payments`, body: { handle: 'ok@mez' }, key: buyer.key() } as const;
  expect((await buyer.ask(pay)).json).toMatchObject({ outcome: 'authorized' });
  const says = async (key: string, id: string) =>
    (await buyer.ask(signed(shop, '/webhooks/bank', { id, type: 'charge.captured', data: { key } }))).json;
  expect(await says(`order:${orderId}:1`, 'evt authorized')).toEqual({ outcome: 'authorized' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const fulfilmentOrderId = (await trackedOrder(shop.db, orderId))!.parcels[0]!.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
  const shown = async () => (await buyer.ask({ method: 'GET', path })).json as { payment: object; totalMinor: number };
  const { totalMinor, payment: held } = await shown();
  expect(held).toMatchObject({ state: 'authorized', capturedMinor: 0, toTakeMinor: totalMinor });

  shop.bank.saysToCaptures.push('lost');
  await expect(captureParcel(shop, SYSTEM, { fulfilmentOrderId })).rejects.toThrow('no answer');
  return { key: shop.bank.captures.at(-1)!.key, says, shown, totalMinor };
}

test('of a parcel that left the bank’s word is taken once, however late and often it comes, and after an answer that was lost', async () => {
  const { key, says, shown, totalMinor } = await askedForShare();
  for (const id of ['evt 1', 'evt 1', 'evt 2']) expect(await says(key, id)).toEqual({ outcome: 'captured' });
  expect(shop.bank.captures.filter((one) => one.key === key)).toHaveLength(1);
  expect((await shown()).payment).toMatchObject({ state: 'captured', capturedMinor: totalMinor, toTakeMinor: 0 });
});

test('a share that came in by a file is known by whatever key it has', async () => {
  const { key, says, shown, totalMinor } = await askedForShare();
  // The bank that was asked knows it by that key alone.
  shop.bank.captures.pop();
  const brought = `import/elsewhere/${key}/2`;
  await shop.db.updateTable('payment_transaction').set({ provider_key: brought }).where('provider_key', '=', key).execute();
  for (const id of ['evt 1', 'evt 2']) expect(await says(brought, id)).toEqual({ outcome: 'captured' });
  expect(shop.bank.captures.filter((one) => one.key === brought)).toHaveLength(1);
  expect((await shown()).payment).toMatchObject({ state: 'captured', capturedMinor: totalMinor, toTakeMinor: 0 });
});
