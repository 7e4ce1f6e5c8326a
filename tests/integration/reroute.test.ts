import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unbegunParcelsAt } from '#db/queries/move-parcel.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { rejectParcel, type RejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { rerouteParcel } from '#lib/commerce/fulfilment/reroute-parcel.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { setNodeStatusTo } from '#lib/commerce/stores/set-node-status.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { WORKERS } from '#realtime/workers.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const NEAR = 'blr-near';
const FAR = 'del-far';
const atHere: Staff = { ...asha, nodeId: HERE };
const manager: Staff = { ...asha, role: 'manager', nodeId: null };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, NEAR);
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
});
beforeEach(async () => {
  await shop.db.updateTable('node').set({ status: 'up', down_reason: '' }).execute();
});
afterAll(() => shop.close());

type Line = { variantId: string; quantity: number };

/** An order for cash at the door whose one parcel lies released at HERE. */
async function released(lines: Line[]): Promise<{ orderId: string; parcelId: string }> {
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { inputs: { transit: { unit: 'day', p50: 1, p90: 2 } } }));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  return { orderId, parcelId: (await parcelsOf(orderId))[0]!.id };
}
const parcelsOf = async (orderId: string) => (await trackedOrder(shop.db, orderId))!.parcels;
const eventsOf = async (orderId: string) => {
  const rows = await shop.db
    .selectFrom('event')
    .select(['type', 'data'])
    .where('topic', '=', `order:${orderId}`)
    .orderBy('version')
    .execute();
  return rows.map(({ type, data }) => ({ type, ...(data as Record<string, unknown>) }));
};
const reject = async (fulfilmentOrderId: string, more: Partial<RejectParcel> = {}) =>
  rejectParcel(shop, atHere, { fulfilmentOrderId, reason: 'no-capacity', missing: [], ...more });

test('what is not found is lost there, and comes from the next best place at once, with its new day', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 3, [FAR]: 2 } });
  const { orderId, parcelId } = await released([{ variantId, quantity: 1 }]);
  expect(await reject(parcelId, { reason: 'not-found', missing: [{ variantId, quantity: 1 }] })).toEqual({ nodeId: FAR });

  expect(await level(shop.db, variantId, HERE)).toMatchObject({ on_hand: 2, allocated: 0, short: 0, counted_at: null });
  expect(await level(shop.db, variantId, FAR)).toMatchObject({ on_hand: 2, allocated: 1 });
  const told = await eventsOf(orderId);
  expect(told.slice(-3)).toMatchObject([
    { type: 'fo.rejected', nodeId: HERE, reason: 'not-found' },
    { type: 'fo.rerouted', fromNodeId: HERE, nodeId: FAR, isSplit: false },
    { type: 'promise.revised', number: 2, wasUntil: '2026-11-28T14:30:00.000Z', reason: 'not-found' }
  ]);
  const [parcel] = await parcelsOf(orderId);
  expect(parcel).toMatchObject({ id: parcelId, nodeId: FAR, state: 'allocated' });

  // And goes on there like any other.
  await releaseOrder(shop, SYSTEM, { orderId });
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  expect((await parcelsOf(orderId))[0]).toMatchObject({ state: 'packed' });
});

test('what no single place has comes in several parcels, each with the first promise to be judged by', async () => {
  const [mug, pan] = [
    await aVariant(shop.db, { stock: { [HERE]: 2, [NEAR]: 2 } }),
    await aVariant(shop.db, { stock: { [HERE]: 1, [FAR]: 1 } })
  ];
  const { orderId, parcelId } = await released([
    { variantId: mug, quantity: 2 },
    { variantId: pan, quantity: 1 }
  ]);
  await reject(parcelId);
  const parcels = await parcelsOf(orderId);
  expect(new Set(parcels.map(({ nodeId }) => nodeId))).toEqual(new Set([NEAR, FAR]));
  expect(new Set(parcels.map(({ id }) => id)).size).toBe(2);
  const promises = await shop.db.selectFrom('promise').selectAll().where('order_id', '=', orderId).orderBy('number').execute();
  for (const { id } of parcels) {
    expect(promises.find((one) => one.fulfilment_order_id === id)).toMatchObject({ number: 1, reason: 'placed' });
  }
  expect(await level(shop.db, mug, HERE)).toMatchObject({ allocated: 0, on_hand: 2 });
});

test('a line that no single place has all of is parted', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 3, [NEAR]: 2, [FAR]: 2 } });
  const { orderId, parcelId } = await released([{ variantId, quantity: 3 }]);
  await reject(parcelId);
  expect(await parcelsOf(orderId)).toHaveLength(2);
  expect(await level(shop.db, variantId, NEAR)).toMatchObject({ allocated: 2 });
  expect(await level(shop.db, variantId, FAR)).toMatchObject({ allocated: 1 });
});

test('a parcel that no place can send is said to be unfillable, and what it had is free again', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const { orderId, parcelId } = await released([{ variantId, quantity: 1 }]);
  expect(await reject(parcelId, { reason: 'damaged' })).toEqual({ nodeId: null });
  expect((await parcelsOf(orderId))[0]).toMatchObject({ state: 'unfillable', nodeId: null });
  expect((await eventsOf(orderId)).at(-1)).toMatchObject({ type: 'fo.unfillable', fromNodeId: HERE, reason: 'damaged' });
  expect(await level(shop.db, variantId, HERE)).toMatchObject({ allocated: 0, available: 1 });
});

test('it never comes back to a place that said no', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 5, [NEAR]: 5 } });
  const { orderId, parcelId } = await released([{ variantId, quantity: 1 }]);
  await reject(parcelId);
  await releaseOrder(shop, SYSTEM, { orderId });
  await rejectParcel(shop, { ...asha, nodeId: NEAR }, { fulfilmentOrderId: parcelId, reason: 'no-capacity', missing: [] });
  expect((await parcelsOf(orderId))[0]).toMatchObject({ state: 'unfillable' });
});

test('two who say no at once move it once', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 1, [FAR]: 1 } });
  const { orderId, parcelId } = await released([{ variantId, quantity: 1 }]);
  const answers = await Promise.allSettled([reject(parcelId), reject(parcelId)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'not-found' } });
  expect((await eventsOf(orderId)).filter(({ type }) => type === 'fo.rerouted')).toHaveLength(1);
});

test('of two parcels that need the same last unit one gets it', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 2, [NEAR]: 1 } });
  const orders = [await released([{ variantId, quantity: 1 }]), await released([{ variantId, quantity: 1 }])];
  await Promise.all(orders.map(({ parcelId }) => reject(parcelId)));
  const states = (await Promise.all(orders.map(({ orderId }) => parcelsOf(orderId)))).flat().map(({ state }) => state);
  expect(states.toSorted()).toEqual(['allocated', 'unfillable']);
  expect(await level(shop.db, variantId, NEAR)).toMatchObject({ allocated: 1, available: 0 });
});

test('who may say no, and of what', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 2, [NEAR]: 2 } });
  const { parcelId } = await released([{ variantId, quantity: 1 }]);
  const asked = { fulfilmentOrderId: parcelId, reason: 'no-capacity', missing: [] } as const;
  await expect(rejectParcel(shop, shopper, { ...asked, missing: [] })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(rejectParcel(shop, { ...asha, nodeId: NEAR }, { ...asked, missing: [] })).rejects.toMatchObject({ code: 'not-found' });
  const odd: Partial<RejectParcel>[] = [
    { reason: 'not-found' },
    { missing: [{ variantId, quantity: 1 }] },
    ...[0, -1, 1.5, 2].map((quantity) => ({ reason: 'not-found' as const, missing: [{ variantId, quantity }] })),
    { reason: 'not-found', missing: [{ variantId: shop.newId(), quantity: 1 }] }
  ];
  for (const more of odd) await expect(reject(parcelId, more)).rejects.toMatchObject({ code: 'invalid' });
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  await expect(reject(parcelId)).rejects.toMatchObject({ code: 'not-allowed' });
});

test('a place goes down: what nobody there has begun with comes from elsewhere, what is packed stays, and nothing comes back by itself', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 40, [NEAR]: 15, [FAR]: 15 } });
  const orders: { orderId: string; parcelId: string }[] = [];
  for (let n = 0; n < 25; n++) orders.push(await released([{ variantId, quantity: 1 }]));
  const [packed, ...open] = orders;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: packed!.parcelId });

  await setNodeStatusTo(shop, atHere, { nodeId: HERE, status: 'down', reason: 'Heavy rain in Domlur' });
  await Promise.all([WORKERS['reroute-node'](shop, { nodeId: HERE }), WORKERS['reroute-node'](shop, { nodeId: HERE })]);
  expect(await unbegunParcelsAt(shop.db, HERE)).toEqual([]);
  expect((await eventsOf(open[0]!.orderId)).at(-1)).toMatchObject({ type: 'promise.revised', detail: 'Heavy rain in Domlur' });
  const now = (await Promise.all(open.map(({ orderId }) => parcelsOf(orderId)))).flat();
  expect(now).toHaveLength(24);
  expect(now.every(({ nodeId, state }) => state === 'allocated' && (nodeId === NEAR || nodeId === FAR))).toBe(true);
  expect((await parcelsOf(packed!.orderId))[0]).toMatchObject({ nodeId: HERE, state: 'packed' });
  expect(await level(shop.db, variantId, HERE)).toMatchObject({ allocated: 1 });
  const allocated = [await level(shop.db, variantId, NEAR), await level(shop.db, variantId, FAR)].map((one) => one.allocated);
  expect(allocated.reduce((sum, units) => sum + units, 0)).toBe(24);

  await setNodeStatusTo(shop, manager, { nodeId: HERE, status: 'up', reason: '' });
  await WORKERS['reroute-node'](shop, { nodeId: NEAR });
  expect((await parcelsOf(open[0]!.orderId))[0]!.nodeId).not.toBe(HERE);
});

test('a job that comes late takes nothing from a place that is open again', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 1 } });
  const { orderId, parcelId } = await released([{ variantId, quantity: 1 }]);
  await rerouteParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId, nodeId: HERE });
  expect((await parcelsOf(orderId))[0]).toMatchObject({ nodeId: HERE, state: 'released' });
});

test('who may shut a place, and how', async () => {
  const down = { nodeId: HERE, status: 'down', reason: 'Flood' } as const;
  await expect(setNodeStatusTo(shop, shopper, down)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(setNodeStatusTo(shop, { ...asha, nodeId: NEAR }, down)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(setNodeStatusTo(shop, manager, { ...down, nodeId: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(setNodeStatusTo(shop, atHere, { ...down, reason: ' ' })).rejects.toMatchObject({ code: 'invalid' });
  await Promise.all([setNodeStatusTo(shop, atHere, down), setNodeStatusTo(shop, manager, down)]);
  const told = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `node:${HERE}`)
    .where('type', '=', 'node.down')
    .execute();
  const { version } = await shop.db.selectFrom('node').select('version').where('id', '=', HERE).executeTakeFirstOrThrow();
  expect(told.filter((one) => one.version === version)).toHaveLength(1);
});

test('whatever places say in whatever order, each unit lies in one place or is said to be unfillable', async () => {
  const act = fc.record({ parcel: fc.nat(5), kind: fc.constantFrom('no', 'lost', 'down', 'up'), place: fc.constantFrom(HERE, NEAR, FAR) });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
      await shop.db.updateTable('node').set({ status: 'up' }).execute();
      const stock = { [HERE]: 9, [NEAR]: 4, [FAR]: 5 };
      const [mug, pan] = [await aVariant(shop.db, { stock }), await aVariant(shop.db, { stock })];
      const orders = [];
      for (const quantity of [1, 2, 3])
        orders.push(
          await released([
            { variantId: mug, quantity },
            { variantId: pan, quantity: 1 }
          ])
        );
      for (const { parcel: n, kind, place } of acts) {
        const found = await Promise.all(orders.map(async ({ orderId }) => (await parcelsOf(orderId)).map((one) => ({ ...one, orderId }))));
        const parcel = found.flat()[n % found.flat().length]!;
        if (kind === 'down' || kind === 'up') {
          await setNodeStatusTo(shop, manager, { nodeId: place, status: kind, reason: 'Storm' });
          if (kind === 'down') await WORKERS['reroute-node'](shop, { nodeId: place });
          continue;
        }
        if (parcel.nodeId === null) continue;
        await releaseOrder(shop, SYSTEM, { orderId: parcel.orderId });
        const who: Staff = { ...asha, nodeId: parcel.nodeId };
        const [line] = await shop.db.selectFrom('fulfilment_line').selectAll().where('fulfilment_order_id', '=', parcel.id).execute();
        const missing = kind === 'lost' ? [{ variantId: line!.variant_id, quantity: 1 }] : [];
        const reason = kind === 'lost' ? 'not-found' : 'no-capacity';
        await rejectParcel(shop, who, { fulfilmentOrderId: parcel.id, reason, missing });
      }
      for (const { orderId } of orders) {
        const open = await shop.db
          .selectFrom('fulfilment_line as l')
          .innerJoin('fulfilment_order as f', 'f.id', 'l.fulfilment_order_id')
          .leftJoin('allocation as a', (join) => join.onRef('a.fulfilment_line_id', '=', 'l.id').on('a.state', '=', 'open'))
          .select(['f.state', 'f.node_id', 'l.quantity', 'a.quantity as bound', 'a.node_id as at'])
          .where('f.order_id', '=', orderId)
          .execute();
        for (const one of open) {
          if (one.state === 'unfillable') expect(one).toMatchObject({ node_id: null, bound: null });
          else expect(one).toMatchObject({ at: one.node_id, bound: one.quantity });
        }
      }
      expect(await brokenInvariants(shop.db)).toEqual([]);
    }),
    { numRuns: 10 }
  );
}, 120_000);
