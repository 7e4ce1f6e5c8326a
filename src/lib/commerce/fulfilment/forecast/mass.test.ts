import fc from 'fast-check';
import { expect, test } from 'vitest';
import { added, likelyOf, massOf, quantileOf } from './mass.ts';

const arrived = (distance: number) => ({ distance, weight: 1, done: true });
const sum = (mass: readonly number[]) => mass.reduce((all, share) => all + share, 0);
const NEVER = likelyOf(11, [[0, 1]]);

test('what was seen and what is imagined beside it are mixed by their weights', () => {
  const mass = massOf([arrived(4), arrived(4), arrived(6)], { places: 11, prior: likelyOf(11, [[2, 1]]), weight: 2 });
  expect(mass.map((share) => Math.round(share * 100))).toEqual([0, 0, 40, 0, 40, 0, 20, 0, 0, 0, 0]);
  expect([0.4, 0.5, 0.8, 0.81, 1].map((share) => quantileOf(mass, share))).toEqual([2, 4, 4, 6, 6]);
});

test('what still travels pushes the shares behind it away', () => {
  const travelling = { distance: 3, weight: 1, done: false };
  const mass = massOf([arrived(2), travelling, arrived(5)], { places: 11, prior: NEVER, weight: 0 });
  expect(mass[2]).toBeCloseTo(1 / 3);
  expect(mass[5]).toBeCloseTo(2 / 3);
});

test('what has no end yet ends at the last that was seen', () => {
  const stuck = Array.from({ length: 3 }, () => ({ distance: 6.2, weight: 1, done: false }));
  const mass = massOf([arrived(2), ...stuck], { places: 11, prior: NEVER, weight: 0 });
  expect(mass.map((share) => Math.round(share * 100))).toEqual([0, 0, 25, 0, 0, 0, 0, 75, 0, 0, 0]);
});

test('shares add up to one, and a sum is as likely as its parts together', () => {
  const mass = fc
    .array(fc.nat({ max: 9 }), { minLength: 10, maxLength: 10 })
    .filter((all) => sum(all) > 0)
    .map((all) => all.map((one) => one / sum(all)));
  fc.assert(
    fc.property(mass, mass, (one, other) => {
      const both = added(one, other);
      expect(sum(both)).toBeCloseTo(1);
      expect(quantileOf(both, 0.9)).toBeGreaterThanOrEqual(quantileOf(one, 0.9));
      for (const [step, share] of both.slice(0, -1).entries()) {
        const ways = one.flatMap((left, at) => (at <= step ? [left * (other[step - at] ?? 0)] : []));
        expect(share).toBeCloseTo(sum(ways));
      }
    })
  );
});
