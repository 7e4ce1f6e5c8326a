import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aStore, aWarehouse, delhi, jaipur } from '#tests/support/places.ts';
import { minuteOf } from './calendar.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { pickupOptions, type PickupProblem } from './pickup-options.ts';

const at = (clock: string) => instantOf('2026-11-25', minuteOf(clock), 'Asia/Kolkata');
const near = aStore({ id: 'near', name: 'Near' });
const far = aStore({ id: 'far', name: 'Far', place: jaipur });
const nodes = [far, aWarehouse({ id: 'warehouse', cutOffs: { pickup: 900 } }), near];
const mugs = (quantity: number) => [{ variantId: 'mug', quantity, size: 'small' as const }];

function options(stock: Record<string, number>, change: Partial<PickupProblem> = {}) {
  const available = (nodeId: string) => stock[nodeId] ?? 0;
  return pickupOptions({ lines: mugs(1), from: delhi, nodes, available, rules, at: at('12:00'), ...change });
}

test('every store that has all of it, the nearest first, with its time, its hours and its stock', () => {
  const found = options({ near: 2, far: 7, warehouse: 9 }, { lines: mugs(2) });
  expect(found.map(({ nodeId }) => nodeId)).toEqual(['near', 'far']);
  expect(found[0]).toMatchObject({
    name: 'Near',
    metres: 0,
    isOpen: true,
    today: { opens: at('11:00'), closes: at('21:00') },
    promised: { deliverUntil: at('12:30') },
    stock: [{ variantId: 'mug', wanted: 2, available: 2 }]
  });
});

test('a store that lacks a unit, rejected the goods before or is down is not offered', () => {
  expect(options({ near: 1, far: 2 }, { lines: [...mugs(1), ...mugs(1)] }).map(({ nodeId }) => nodeId)).toEqual(['far']);
  expect(options({ near: 1 }, { nodes: [{ ...near, isExcluded: true }] })).toEqual([]);
  expect(options({ near: 1 }, { nodes: [{ ...near, isUp: false }] })).toEqual([]);
});

test('before the doors open the store is closed, and ready half an hour after they do', () => {
  expect(options({ near: 1 }, { at: at('08:00') })[0]).toMatchObject({ isOpen: false, promised: { deliverUntil: at('11:30') } });
});

test('without a place to measure from, stores come by their ids', () => {
  expect(options({ near: 1, far: 1 }, { from: null }).map(({ nodeId, metres }) => [nodeId, metres])).toEqual([
    ['far', null],
    ['near', null]
  ]);
});
