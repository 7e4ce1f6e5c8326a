import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination, aStore, aWarehouse, bengaluru } from '#tests/support/places.ts';
import { minuteOf } from './calendar.ts';
import { deliveryOptions, type DeliveryOption, type OptionsAsked } from './delivery-options.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import type { SizeClass } from './delivery-rules.ts';

const noon = instantOf('2026-11-25', minuteOf('12:00'), 'Asia/Kolkata');
const nodes = [aStore({ id: 'store' }), aWarehouse({ id: 'warehouse' }), aWarehouse({ id: 'south', place: bengaluru })];
const line = (variantId: string, size: SizeClass = 'small') => ({ variantId, quantity: 1, size });

function options(shelves: Record<string, string[]>, change: Partial<OptionsAsked> = {}): DeliveryOption[] {
  const available = (nodeId: string, variantId: string) => Number(shelves[nodeId]?.includes(variantId) ?? false);
  const asked = { lines: [line('mug')], destination: aDestination(), nodes, available, carrier: aCarrier, rules, at: noon };
  return deliveryOptions({ ...asked, currency: 'INR', goods: 50_000, ...change });
}
const brief = (all: DeliveryOption[]) => Object.fromEntries(all.map((one) => [one.service, 'none' in one ? one.none : one.fee.amount]));

test('each service has its date and its price, or why it has none', () => {
  expect(brief(options({ warehouse: ['mug'] }))).toEqual({ standard: 4900, express: 9900, same_day: 'no-service' });
  expect(brief(options({ store: ['mug'] }))).toEqual({ standard: 4900, express: 'no-service', same_day: 14_900 });
  expect(brief(options({}))).toEqual({ standard: 'out-of-stock', express: 'out-of-stock', same_day: 'out-of-stock' });
  expect(brief(options({}, { destination: null }))).toEqual({
    standard: 'unknown-postcode',
    express: 'unknown-postcode',
    same_day: 'unknown-postcode'
  });
});

test('a split order pays for its dearest parcel only', () => {
  const lines = [line('mug'), line('lamp')];
  expect(brief(options({ warehouse: ['mug'], south: ['lamp'] }, { lines }))['standard']).toBe(12_900);
});

test('a parcel costs what its largest piece costs, and standard is free from the threshold on', () => {
  const lines = [line('mug'), line('sofa', 'large')];
  expect(brief(options({ warehouse: ['mug', 'sofa'] }, { lines }))['standard']).toBe(19_900);
  expect(brief(options({ warehouse: ['mug'] }, { goods: 99_900 }))).toMatchObject({ standard: 0, express: 9900 });
});

test('a currency without prices is not served', () => {
  expect(brief(options({ warehouse: ['mug'] }, { currency: 'EUR' }))['standard']).toBe('no-service');
});

test('only the services asked for are planned', () => {
  expect(options({ warehouse: ['mug'] }, { services: ['express'] }).map(({ service }) => service)).toEqual(['express']);
});

test('what is split sooner and what comes in one parcel are both offered; what is in nothing better is not', () => {
  const lines = [line('mug'), line('lamp')];
  const shelves = { store: ['mug'], warehouse: ['lamp'], south: ['mug', 'lamp'] };
  const found = options(shelves, { lines, services: ['standard'] });
  expect(found.map(({ id }) => id)).toEqual(['standard', 'standard~south']);
  const [split, whole] = found.map((one) => ('none' in one ? undefined : one));
  expect(split!.plan.deliverUntil < whole!.plan.deliverUntil).toBe(true);
  expect([split!.plan.parcels.length, whole!.plan.parcels.length]).toEqual([2, 1]);
  expect(whole!.fee.amount).toBe(12_900);

  const dear = options({ warehouse: ['mug'], far: ['mug'] }, { nodes: [nodes[1]!, aWarehouse({ id: 'far', place: bengaluru })] });
  expect(dear.map(({ id }) => id)).not.toContain('standard~far');
});

test('four ways are offered at most', () => {
  const many = Array.from({ length: 8 }, (_, n) => aWarehouse({ id: `w${n}`, place: { lat: 28 - n * 2, lng: 77 } }));
  const lines = Array.from({ length: 4 }, (_, n) => line(`v${n}`));
  const shelves = Object.fromEntries(many.map(({ id }, n) => [id, lines.slice(0, 1 + (n % 4)).map(({ variantId }) => variantId)]));
  const found = options(shelves, { nodes: many, lines });
  expect(found.filter((one) => !('none' in one)).length).toBeLessThanOrEqual(4);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
});
