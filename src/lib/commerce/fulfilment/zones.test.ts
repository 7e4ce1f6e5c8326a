import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryServices, sizeClasses, zones, type SizeClass, type Zone } from './delivery-rules.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { deliveryFee, parcelSize, transitOf, zoneOf } from './zones.ts';

const distance = fc.integer({ min: 0, max: 20_016_000 });
const rank = (zone: Zone) => zones.indexOf(zone);

test('the bands rise, end nowhere and leave no gap', () => {
  const ends = rules.bands.map(({ upToMetres }) => upToMetres ?? Number.POSITIVE_INFINITY);
  expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  expect(new Set(ends).size).toBe(ends.length);
  expect(ends.at(-1)).toBe(Number.POSITIVE_INFINITY);
  expect(rules.bands.map(({ zone }) => zone)).toEqual(zones);
});

test('a band ends with its last metre', () => {
  expect(zoneOf(0, rules.bands)).toBe('city');
  expect(zoneOf(30_000, rules.bands)).toBe('city');
  expect(zoneOf(30_001, rules.bands)).toBe('region');
});

test('every distance has a zone, and farther is never nearer', () => {
  fc.assert(
    fc.property(distance, distance, (a, b) => {
      const [near, far] = a < b ? [a, b] : [b, a];
      expect(rank(zoneOf(near, rules.bands))).toBeLessThanOrEqual(rank(zoneOf(far, rules.bands)));
    })
  );
});

test('no distance, less than none and bands with an end throw', () => {
  expect(() => zoneOf(Number.NaN, rules.bands)).toThrow('no band');
  expect(() => zoneOf(-1, rules.bands)).toThrow('no band');
  expect(() => zoneOf(31_000, [{ zone: 'city', upToMetres: 30_000 }])).toThrow('no band');
});

test('what the table says of transit makes sense: the late end is not before the early one, and farther is not faster', () => {
  for (const service of deliveryServices) {
    const served = zones.map((zone) => transitOf(rules, service, zone)).filter((transit) => transit !== undefined && transit !== 'unknown');
    for (const [place, transit] of served.entries()) {
      expect(transit.p90).toBeGreaterThanOrEqual(transit.p50);
      expect(transit.p50).toBeGreaterThanOrEqual(served[place - 1]?.p50 ?? 1);
      expect(transit.p90).toBeGreaterThanOrEqual(served[place - 1]?.p90 ?? 1);
    }
  }
});

test('every service has a price, in every currency, wherever it goes; bigger and farther is not cheaper', () => {
  for (const currency of Object.keys(rules.tariffs)) {
    for (const service of deliveryServices) {
      let before = 0;
      for (const zone of zones.filter((one) => transitOf(rules, service, one) !== undefined)) {
        const prices = sizeClasses.map((size) => deliveryFee(rules, { service, zone, size, currency, goods: 0 }) ?? Number.NaN);
        expect(prices).toEqual(prices.toSorted((a, b) => a - b));
        expect(prices[0]).toBeGreaterThanOrEqual(before);
        before = prices[0]!;
      }
    }
  }
});

test('standard is free from the threshold on, express never', () => {
  const asked = { zone: 'region', size: 'medium', currency: 'INR' } as const;
  expect(deliveryFee(rules, { ...asked, service: 'standard', goods: 99_899 })).toBe(11_900);
  expect(deliveryFee(rules, { ...asked, service: 'standard', goods: 99_900 })).toBe(0);
  expect(deliveryFee(rules, { ...asked, service: 'express', goods: 10_000_000 })).toBe(22_900);
});

test('where the tariff has no price there is none', () => {
  expect(deliveryFee(rules, { service: 'same_day', zone: 'region', size: 'small', currency: 'INR', goods: 0 })).toBeUndefined();
  expect(deliveryFee(rules, { service: 'standard', zone: 'city', size: 'small', currency: 'EUR', goods: 0 })).toBeUndefined();
});

test('a parcel is as large as its largest piece, and an empty one is small', () => {
  expect(parcelSize([])).toBe('small');
  fc.assert(
    fc.property(fc.array(fc.constantFrom<SizeClass>(...sizeClasses), { minLength: 1 }), (sizes) => {
      expect(sizes).toContain(parcelSize(sizes));
      for (const size of sizes) expect(sizeClasses.indexOf(size)).toBeLessThanOrEqual(sizeClasses.indexOf(parcelSize(sizes)));
    })
  );
});
