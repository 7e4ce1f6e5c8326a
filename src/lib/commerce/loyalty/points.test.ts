import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjusted, effectOnPoints, effectText, pointsFor, type PointsOfOrder } from './points.ts';

const rupees = { pointsPerMajor: 1, minorPerMajor: 100 };
const minor = fc.integer({ min: 0, max: 1_000_000_000 });
const anyTerms = fc.record({ pointsPerMajor: fc.integer({ min: 1, max: 1000 }), minorPerMajor: fc.constantFrom(1, 100, 1000) });

test('whole points for the goods that are kept, and none for what is not enough for one', () => {
  expect(pointsFor(64_900, rupees)).toBe(649);
  expect(pointsFor(64_999, rupees)).toBe(649);
  expect(pointsFor(99, rupees)).toBe(0);
  expect(pointsFor(1_200, { pointsPerMajor: 3, minorPerMajor: 1 })).toBe(3_600);
});

test('any goods, any terms: a whole number, never more than was paid for, and one point more would be', () => {
  fc.assert(
    fc.property(minor, anyTerms, (kept, terms) => {
      const points = pointsFor(kept, terms);
      expect(Number.isSafeInteger(points)).toBe(true);
      const whole = BigInt(kept) * BigInt(terms.pointsPerMajor);
      expect(BigInt(points) * BigInt(terms.minorPerMajor) <= whole).toBe(true);
      expect(BigInt(points + 1) * BigInt(terms.minorPerMajor) > whole).toBe(true);
    })
  );
});

test('what can no longer be taken is forgiven, and what is kept again is given back exactly', () => {
  const released: PointsOfOrder = { points: 300, forgiven: 0, isPending: false };
  const less = adjusted(released, 200, 60);
  expect(less).toEqual({ order: { points: 240, forgiven: 40, isPending: false }, delta: -60 });
  // Nobody takes later what was forgiven.
  expect(adjusted(less.order, 200, 1_000).delta).toBe(0);
  expect(adjusted(less.order, 300, 0)).toEqual({ order: released, delta: 60 });
});

test('any order of changes: an account never owes, pending points follow the goods exactly, and what was forgiven is the only difference', () => {
  const step = fc.oneof(
    fc.record({ target: fc.nat(2_000) }),
    fc.record({ spend: fc.nat(500) }),
    fc.constant({ release: true as const }),
    fc.record({ other: fc.nat(300) })
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let order: PointsOfOrder = { points: 0, forgiven: 0, isPending: true };
      let [spendable, target] = [0, 0];
      for (const one of steps) {
        if ('spend' in one) spendable -= Math.min(spendable, one.spend);
        else if ('other' in one) spendable += one.other;
        else if ('release' in one) {
          spendable += order.isPending ? order.points : 0;
          order = { ...order, isPending: false };
        } else {
          ({ target } = one);
          const next = adjusted(order, target, spendable);
          ({ order } = next);
          if (!order.isPending) spendable += next.delta;
          expect(adjusted(order, target, spendable).delta).toBe(0);
        }
        expect(spendable).toBeGreaterThanOrEqual(0);
        expect(order.points).toBeGreaterThanOrEqual(order.forgiven);
        expect(order.forgiven).toBeGreaterThanOrEqual(0);
        expect(order.points - order.forgiven).toBe(target);
        if (order.isPending) expect(order.points).toBe(target);
      }
    })
  );
});

test('a change says what it does to points, and nothing where it does nothing', () => {
  const words = (keptMinor: number, byMinor: number) => {
    const { points } = effectOnPoints({ keptMinor, ...rupees }, byMinor);
    return points && effectText(points);
  };
  expect(words(30_000, -6_000)).toBe('You keep 240 of 300 points.');
  expect(words(30_000, -90_000)).toBe('You keep 0 of 300 points.');
  expect(words(124_900, 10_000)).toBe('You get 100 points more: 1,349 in all.');
  expect(words(124_900, 99)).toBeUndefined();
  expect(effectText({ before: 300, after: 240 }, 'They')).toBe('They keep 240 of 300 points.');
  expect(effectText({ before: 300, after: 310 }, 'They')).toBe('They get 10 points more: 310 in all.');
  expect(effectOnPoints(null, -6_000)).toEqual({});
});
