import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actions } from '../../src/routes/(shop)/orders/[orderKey]/change/[parcelId]/+page.server.ts';
import { promiseVersions } from '#db/queries/promises.ts';
import { instructCarrier } from '#lib/commerce/fulfilment/instruct-carrier.server.ts';
import { CarrierRefused } from '#lib/commerce/fulfilment/carrier.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { giveBackUncollected } from '#lib/commerce/fulfilment/give-back-uncollected.server.ts';
import { readWishes } from '#lib/commerce/parcel-choice/read-wishes.server.ts';
import type { Wish } from '#lib/commerce/parcel-choice/travel-wish.ts';
import { wishForParcel } from '#lib/commerce/parcel-choice/wish-for-parcel.server.ts';
import { isCreditDue } from '#lib/commerce/payments/late-credit.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { News } from '../support/carrier-news.ts';
import { asha, level, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { ACCEPTED, ARRIVED, HERE, OUT, STORE, openWishShop, wishedParcels } from '../support/wished-parcels.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openWishShop();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));
const { ordered, onItsWay, tracked, parcelOf, wish, keptOf, hear } = wishedParcels(() => shop);

test('a later day: the old promise is let go, the new one is the first from then on, and the carrier hears of it once', async () => {
  const order = await onItsWay();
  await hear(order, ACCEPTED);
  const { days } = await readWishes(shop, order.id);
  // Promised is Saturday the 28th; Sunday nobody brings.
  expect(days.map(({ day }) => day)).toEqual(['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04']);
  await wish(order, { kind: 'day', day: '2026-12-01' });
  const promises = (await parcelOf(order)).promises;
  expect(promises.map(({ state, reason }) => [state, reason])).toEqual([
    ['committed', 'placed'],
    ['waived', 'chosen'],
    ['committed', 'chosen']
  ]);
  expect(new Date(promises[2]!.deliverUntil)).toEqual(new Date(days[1]!.until));
  await instructCarrier(shop, { fulfilmentOrderId: order.id });
  await instructCarrier(shop, { fulfilmentOrderId: order.id });
  const { trackingNumber } = await parcelOf(order);
  expect(shop.instructed.filter((one) => one.trackingNumber === trackingNumber)).toMatchObject([
    { deliverUntil: new Date(days[1]!.until), pin: null }
  ]);
  // Its scans say that it could be there sooner: it is not brought sooner, and nobody is told so.
  await hear(order, ARRIVED);
  expect((await parcelOf(order)).promises).toHaveLength(3);
  expect((await tracked(order)).parcels[0]!.estimateUntil).toBe((await parcelOf(order)).promises[2]!.deliverUntil);
  await hear(order, ['delivered', 'to_person', '2026-12-01T06:00:00Z']);
  expect((await parcelOf(order)).promises.at(-1)).toMatchObject({ state: 'kept' });
  expect(isCreditDue(await promiseVersions(shop.db, order.id))).toBe(false);
});

test('the credit is for days that we are late behind the chosen one', async () => {
  const order = await onItsWay();
  await wish(order, { kind: 'day', day: '2026-11-30' });
  await hear(order, ACCEPTED, ['delivered', 'to_person', '2026-12-02T06:00:00Z']);
  expect((await parcelOf(order)).promises.at(-1)).toMatchObject({ state: 'broken' });
  expect(isCreditDue(await promiseVersions(shop.db, order.id))).toBe(true);
});

test('a later day before anybody has begun: it leaves later too, and no carrier is told', async () => {
  const order = await ordered();
  const shipBy = async () => {
    const { plan } = await shop.db.selectFrom('fulfilment_order').select('plan').where('id', '=', order.id).executeTakeFirstOrThrow();
    return new Date((plan as { shipBy: string }).shipBy);
  };
  const before = await shipBy();
  expect(await readWishes(shop, order.id)).toMatchObject({ safePlace: false, pin: false });
  await wish(order, { kind: 'day', day: '2026-12-01' });
  expect((await shipBy()).getTime() - before.getTime()).toBe(3 * 24 * 3_600_000);
  expect(await keptOf(order)).toBeUndefined();
  await expect(wish(order, { kind: 'pin' })).rejects.toMatchObject({ code: 'not-allowed' });
});

test('a safe place and a code stand side by side, are told together, and the code is in no event', async () => {
  const order = await onItsWay();
  await hear(order, ACCEPTED);
  await wish(order, { kind: 'safe-place', place: '  Behind the blue pots ' });
  await wish(order, { kind: 'pin' });
  const kept = await keptOf(order);
  expect(kept).toMatchObject({ safePlace: 'Behind the blue pots', pin: expect.stringMatching(/^\d{4}$/) as string });
  await instructCarrier(shop, { fulfilmentOrderId: order.id });
  expect(shop.instructed.at(-1)).toMatchObject({ safePlace: 'Behind the blue pots', pin: kept!.pin });
  const told = await shop.db.selectFrom('event').select('data').where('topic', '=', `order:${order.orderId}`).execute();
  expect(JSON.stringify(told)).not.toContain(`"${kept!.pin}"`);
  expect(await readWishes(shop, order.id)).toMatchObject({ pin: false, safePlace: true });
  await expect(wish(order, { kind: 'safe-place', place: ' ' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(wish(order, { kind: 'safe-place', place: 'x'.repeat(121) })).rejects.toMatchObject({ code: 'invalid' });
});

test('at a door with a code, delivered without it is not delivered; with it, it is', async () => {
  const order = await onItsWay();
  await hear(order, ACCEPTED);
  await wish(order, { kind: 'pin' });
  const pin = (await keptOf(order))!.pin!;
  const wrong = pin === '0000' ? '1111' : '0000';
  await hear(order, OUT, ['delivered', 'to_person', '2026-11-28T06:00:00Z', wrong], ['delivered', 'to_neighbour', '2026-11-28T06:05:00Z']);
  expect(await parcelOf(order)).toMatchObject({ shipmentState: 'exception', state: 'shipped', deliveredAt: null });
  expect((await parcelOf(order)).scans.map(({ detail }) => detail)).toContain('pin_missing');
  await hear(order, ['delivered', 'to_person', '2026-11-28T09:00:00Z', pin]);
  expect(await parcelOf(order)).toMatchObject({ shipmentState: 'delivered', state: 'closed' });
});

test('what was delivered before the code was asked for stays delivered, however late it is heard', async () => {
  const order = await onItsWay();
  shop.at('2026-11-28T12:00:00Z');
  await wish(order, { kind: 'pin' });
  await hear(order, ACCEPTED, OUT, ['delivered', 'to_person', '2026-11-28T06:00:00Z']);
  expect(await parcelOf(order)).toMatchObject({ shipmentState: 'delivered' });
});

test('on the vehicle it is too late, for another order’s key there is nothing, and what a carrier cannot do is not offered', async () => {
  const order = await onItsWay();
  const other = await onItsWay();
  await expect(wish({ ...order, orderKey: other.orderKey }, { kind: 'pin' })).rejects.toMatchObject({ code: 'not-found' });
  const asked = { orderKey: order.orderKey, fulfilmentOrderId: order.id, wish: { kind: 'pin' } as const, version: 1 };
  await expect(wishForParcel(shop, shopper, asked)).rejects.toMatchObject({ code: 'stale-version' });
  await expect(wish(order, { kind: 'day', day: '2026-11-29' })).rejects.toMatchObject({ code: 'not-allowed' });
  await hear(order, ACCEPTED, OUT);
  expect(await readWishes(shop, order.id)).toEqual({ days: [], safePlace: false, pin: false, stores: [] });
  for (const one of [{ kind: 'pin' }, { kind: 'day', day: '2026-11-30' }, { kind: 'safe-place', place: 'there' }] as const) {
    await expect(wish(order, one)).rejects.toMatchObject({ code: 'too-late' });
  }
  const unwilling = { ...shop, carrier: { ...shop.carrier, canInstruct: new Set<never>() } };
  expect(await readWishes(unwilling, other.id)).toEqual({ days: [], safePlace: false, pin: false, stores: [] });
});

test('collected instead: brought to a store, where it waits for its code; no money moves, and the books stay right when it is collected', async () => {
  const order = await onItsWay('upi');
  await hear(order, ACCEPTED);
  const { stores } = await readWishes(shop, order.id);
  expect(stores).toMatchObject([{ nodeId: STORE, until: '2026-11-28T15:30:00.000Z' }]);
  await expect(wish(order, { kind: 'collect', nodeId: HERE })).rejects.toMatchObject({ code: 'not-allowed' });
  await wish(order, { kind: 'collect', nodeId: STORE });
  expect(await readWishes(shop, order.id)).toEqual({ days: [], safePlace: false, pin: false, stores: [] });
  expect((await parcelOf(order)).promises.map(({ state }) => state)).toEqual(['committed', 'waived', 'committed']);
  await instructCarrier(shop, { fulfilmentOrderId: order.id });
  expect(shop.instructed.at(-1)).toMatchObject({ to: { name: STORE } });
  await hear(order, OUT, ['delivered', 'to_address', '2026-11-28T06:00:00Z']);
  const parcel = await parcelOf(order);
  expect(parcel).toMatchObject({ state: 'ready_for_pickup', method: 'pickup', nodeId: STORE, collectCode: expect.any(String) as string });
  expect(parcel.promises.at(-1)).toMatchObject({ state: 'kept' });
  expect(await tracked(order)).toMatchObject({ life: 'confirmed', refunds: [] });
  await collectParcel(shop, { ...asha, nodeId: STORE }, { fulfilmentOrderId: order.id, code: parcel.collectCode! });
  expect(await tracked(order)).toMatchObject({ life: 'completed', parcels: [{ state: 'collected' }] });
});

test('what was sent to a store and nobody collects is taken into its books, once', async () => {
  const order = await onItsWay('upi');
  await wish(order, { kind: 'collect', nodeId: STORE });
  await hear(order, ACCEPTED, OUT, ['delivered', 'to_address', '2026-11-28T06:00:00Z']);
  shop.at('2026-12-08T06:00:00Z');
  for (const _ of [1, 2]) await giveBackUncollected(shop, SYSTEM, { fulfilmentOrderId: order.id });
  expect(await parcelOf(order)).toMatchObject({ state: 'uncollected' });
  const { variantId } = (await tracked(order)).lines[0]!;
  expect(await level(shop.db, variantId, STORE)).toMatchObject({ on_hand: 1, available: 1 });
  expect((await tracked(order)).refunds).toMatchObject([{ reason: 'uncollected' }]);
});

test('what is to be paid at the door goes to the door', async () => {
  expect((await readWishes(shop, (await onItsWay()).id)).stores).toEqual([]);
});

test('two wishes at once: one of them counts, the other one looks again', async () => {
  const order = await onItsWay();
  const { version } = await tracked(order);
  const answers = await Promise.allSettled(
    ['2026-11-30', '2026-12-01'].map(async (day) =>
      wishForParcel(shop, shopper, { orderKey: order.orderKey, fulfilmentOrderId: order.id, wish: { kind: 'day', day }, version })
    )
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale-version' } });
  expect((await parcelOf(order)).promises).toHaveLength(3);
});

test('what the carrier refuses is said, and told no more', async () => {
  const order = await onItsWay();
  await wish(order, { kind: 'safe-place', place: 'there' });
  const refusing = { ...shop, carrier: { ...shop.carrier, instruct: async () => Promise.reject(new CarrierRefused('no such thing')) } };
  await instructCarrier(refusing, { fulfilmentOrderId: order.id });
  expect(await keptOf(order)).toMatchObject({ refused: 'no such thing' });
});

test('by the form of its page, which needs no script: what is asked is done, and what is not right is said', async () => {
  const order = await onItsWay('upi');
  const { orderKey, id: parcelId } = order;
  const send = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ version: String((await tracked(order)).version), ...fields });
    const request = new Request('http://shop.test/', { method: 'POST', body });
    const event = { params: { orderKey, parcelId }, request, locals: { shop, actor: shopper } };
    return (actions['default'] as (event: unknown) => Promise<{ status: number; data: { problem: string } }>)(event);
  };
  const back = { status: 303, location: `/orders/${orderKey}` };
  await expect(send({ wish: 'safe-place', place: 'Beside the door', other: ' ' })).rejects.toMatchObject(back);
  expect(await keptOf(order)).toMatchObject({ safePlace: 'Beside the door' });
  await expect(send({ wish: 'safe-place', place: 'Beside the door', other: 'In the shed' })).rejects.toMatchObject(back);
  await expect(send({ wish: 'pin' })).rejects.toMatchObject(back);
  expect(await keptOf(order)).toMatchObject({ safePlace: 'In the shed', pin: expect.any(String) as string });
  expect(await send({ wish: 'day', day: 'soon' })).toMatchObject({ status: 422, data: { problem: 'Choose one of the days.' } });
  expect(await send({ wish: 'day', day: '2026-11-27' })).toMatchObject({ status: 409 });
  expect(await send({ wish: 'pin', version: '1' })).toMatchObject({
    status: 409,
    data: { problem: expect.stringContaining('meanwhile') as string }
  });
  await expect(send({ wish: 'collect', store: STORE })).rejects.toMatchObject(back);
  expect(await parcelOf(order)).toMatchObject({ goesTo: STORE });
});

test('scans in any order with wishes between them never take custody back', async () => {
  const road: News[] = [ACCEPTED, ARRIVED, OUT];
  const steps = fc.shuffledSubarray(['scan', 'scan', 'scan', 'pin', 'place', 'day'] as const, { minLength: 6 });
  await fc.assert(
    fc.asyncProperty(steps, fc.shuffledSubarray(road, { minLength: 3 }), async (order, news) => {
      const parcel = await onItsWay();
      const left = [...news];
      for (const step of order) {
        const asked: Wish | undefined =
          step === 'pin'
            ? { kind: 'pin' }
            : step === 'place'
              ? { kind: 'safe-place', place: 'there' }
              : step === 'day'
                ? { kind: 'day', day: '2026-12-01' }
                : undefined;
        if (asked) await wish(parcel, asked).catch((fault: { code: string }) => expect(fault.code).toBe('too-late'));
        else await hear(parcel, left.pop()!);
      }
      expect(await parcelOf(parcel)).toMatchObject({ shipmentState: 'out_for_delivery', state: 'shipped' });
      const pin = (await keptOf(parcel))?.pin ?? undefined;
      await hear(parcel, ['delivered', 'to_person', '2026-12-01T06:00:00Z', pin]);
      expect(await parcelOf(parcel)).toMatchObject({ shipmentState: 'delivered', state: 'closed' });
    }),
    { numRuns: 6 }
  );
});
