import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresBetween, type Point } from './geo.ts';

const point = fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lng: fc.double({ min: -180, max: 180, noNaN: true }) });

test('Delhi to Mumbai is about 1,150 km', () => {
  const km = metresBetween({ lat: 28.6139, lng: 77.209 }, { lat: 19.076, lng: 72.8777 }) / 1000;
  expect(km).toBeGreaterThan(1140);
  expect(km).toBeLessThan(1160);
});

test('a step over the date line is short', () => {
  expect(metresBetween({ lat: 0, lng: 179.9 }, { lat: 0, lng: -179.9 })).toBeLessThan(23_000);
});

test('distance is symmetric, never negative, zero to itself and at most half the globe', () => {
  fc.assert(
    fc.property(point, point, (a: Point, b: Point) => {
      const metres = metresBetween(a, b);
      expect(metres).toBe(metresBetween(b, a));
      expect(metresBetween(a, a)).toBe(0);
      expect(metres).toBeGreaterThanOrEqual(0);
      expect(metres).toBeLessThanOrEqual(20_016_000);
    })
  );
});

test('a detour is never shorter, but for rounding', () => {
  fc.assert(
    fc.property(point, point, point, (a, b, c) => {
      expect(metresBetween(a, c)).toBeLessThanOrEqual(metresBetween(a, b) + metresBetween(b, c) + 2);
    })
  );
});
