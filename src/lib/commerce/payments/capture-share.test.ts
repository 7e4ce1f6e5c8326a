import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asksForShare, captureKey, isAllOver, shareAgain, shareOf, type Held, type LeavingParcel } from './capture-share.ts';
import { chargeKey } from './payment.ts';

const parcel = (id: string, goodsMinor: number, over: Partial<LeavingParcel> = {}): LeavingParcel => ({
  id,
  goodsMinor,
  state: 'released',
  capture: null,
  ...over
});
const held = (parcels: LeavingParcel[], over: Partial<Held> = {}): Held => ({
  dueMinor: 200_000,
  capturedMinor: 0,
  deliveryMinor: 5_000,
  elsewhereMinor: 0,
  lessMinor: 0,
  lessSinceRefusedMinor: 0,
  parcels,
  ...over
});
const call = (state: 'started' | 'succeeded' | 'failed', amountMinor: number) => ({ id: 'c', key: 'k', state, amountMinor, tries: 1 });

test('the first that leaves takes its things and what bringing costs, the last what is left', () => {
  const before = held([parcel('a', 115_000, { state: 'shipped' }), parcel('b', 80_000)]);
  expect(shareOf(before, 'a')).toBe(120_000);
  const parcels = [
    parcel('a', 115_000, { state: 'shipped', capture: call('succeeded', 120_000) }),
    parcel('b', 80_000, { state: 'shipped' })
  ];
  expect(shareOf(held(parcels, { capturedMinor: 120_000 }), 'b')).toBe(80_000);
});

test('of two that left at once each takes its own, whichever is looked at first', () => {
  const [a, b, c] = [parcel('a', 115_000, { state: 'shipped' }), parcel('b', 80_000, { state: 'shipped' }), parcel('c', 1_000)];
  expect(shareOf(held([a, b, c], { dueMinor: 201_000 }), 'b')).toBe(85_000);
  const asked = { ...b, capture: call('started', 85_000) };
  expect(shareOf(held([a, asked, c], { dueMinor: 201_000 }), 'a')).toBe(115_000);
});

test('a gift card is taken first', () => {
  const parcels = [parcel('a', 115_000, { state: 'shipped' }), parcel('b', 80_000)];
  expect(shareOf(held(parcels, { dueMinor: 150_000, elsewhereMinor: 50_000 }), 'a')).toBe(70_000);
});

test('what was refused is left to whoever asks again, at most what is due of it by then', () => {
  const refused = parcel('a', 115_000, { state: 'shipped', capture: call('failed', 120_000) });
  const last = parcel('b', 80_000, { state: 'shipped' });
  expect(shareOf(held([refused, last]), 'b')).toBe(80_000);
  // Of the refused one nothing is due any more: it came back.
  const less = { dueMinor: 80_000, lessMinor: 120_000, lessSinceRefusedMinor: 120_000 };
  expect(shareOf(held([refused, last], less), 'b')).toBe(80_000);
  expect(shareAgain(held([refused], { dueMinor: 90_000 }), refused.capture!)).toBe(90_000);
});

type Fate = 'leaves' | 'called-off';
const split = fc.record({
  goods: fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 6 }),
  fates: fc.array(fc.constantFrom<Fate>('leaves', 'leaves', 'leaves', 'called-off'), { minLength: 6, maxLength: 6 }),
  order: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  deliveryMinor: fc.integer({ min: 0, max: 9_900 }),
  elsewherePercent: fc.integer({ min: 0, max: 100 }),
  refuses: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })
});

test('over any split into parcels that leave or are called off, some of them refused first: no share is more than what left is worth, and all are what is due', () => {
  fc.assert(
    fc.property(split, ({ goods, fates, order, deliveryMinor, elsewherePercent, refuses }) => {
      const totalMinor = goods.reduce((sum, one) => sum + one, deliveryMinor);
      const elsewhereMinor = Math.floor((totalMinor * elsewherePercent) / 100);
      let world = held(
        goods.map((one, n) => parcel(String(n), one)),
        { dueMinor: totalMinor - elsewhereMinor, deliveryMinor, elsewhereMinor }
      );
      const turns = goods.map((_, n) => n).toSorted((one, other) => (order[one] ?? 0) - (order[other] ?? 0));
      let worthMinor = deliveryMinor;
      for (const turn of turns) {
        const id = String(turn);
        const moved = (change: Partial<LeavingParcel>) => world.parcels.map((one) => (one.id === id ? { ...one, ...change } : one));
        if (fates[turn] === 'called-off') {
          // What was paid with a balance goes back last: first becomes less what is still to be taken.
          const less = Math.min(goods[turn] ?? 0, world.dueMinor - world.capturedMinor);
          world = { ...world, dueMinor: world.dueMinor - less, parcels: moved({ state: 'cancelled' }) };
          continue;
        }
        world = { ...world, parcels: moved({ state: 'shipped' }) };
        worthMinor += goods[turn] ?? 0;
        const share = shareOf(world, id);
        const isRefused = Boolean(refuses[turn]) && share > 0;
        world = { ...world, parcels: moved({ state: 'shipped', capture: call(isRefused ? 'failed' : 'succeeded', share) }) };
        if (!isRefused) world = { ...world, capturedMinor: world.capturedMinor + share };
        expect(share).toBeGreaterThanOrEqual(0);
        expect(world.capturedMinor).toBeLessThanOrEqual(Math.min(world.dueMinor, worthMinor));
      }
      for (const { id, capture } of world.parcels) {
        if (capture?.state !== 'failed') continue;
        const again = shareAgain(world, capture);
        const parcels = world.parcels.map((one) => (one.id === id ? { ...one, capture: call('succeeded', again) } : one));
        world = { ...world, capturedMinor: world.capturedMinor + again, parcels };
      }
      const hasOneLeft = world.parcels.some(({ state }) => state === 'shipped');
      // What is due after all was called off is what bringing cost: whoever ends the order gives that back as well.
      if (isAllOver(world) && hasOneLeft) expect(world.capturedMinor).toBe(world.dueMinor);
    })
  );
});

test('the key of a share says which try it is, and is told from that of a whole payment', () => {
  const refused = parcel('a', 1_000, { capture: call('failed', 1_000) });
  expect([parcel('a', 1_000), refused].map((one) => captureKey({ id: 'p' }, one))).toEqual(['capture:p:a:1', 'capture:p:a:2']);
  expect(asksForShare(captureKey({ id: 'p' }, refused))).toBe(true);
  for (const changeId of [null, 'c']) expect(asksForShare(chargeKey({ orderId: 'o', changeId }, 1))).toBe(false);
});
