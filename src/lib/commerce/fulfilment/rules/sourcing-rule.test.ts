import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination, aStore, aWarehouse } from '#tests/support/places.ts';
import { deliveryRulesV1 } from '../delivery-rules-v1.ts';
import { planDelivery, type Plan } from '../sourcing.ts';
import { ruledBy, type BasketFacts, type Condition, type PlaceFacts, type SourcingRule } from './sourcing-rule.ts';

const basket: BasketFacts = { service: 'standard', country: 'IN', postcode: '560038', units: 3, valueMinor: 500_000, sizeClass: 'large' };
const place: PlaceFacts = { nodeId: 'domlur', nodeKind: 'store', queueDepth: 4, distanceMetres: 12_000, hour: 19 };
const matches = (...when: Condition[]): boolean => {
  const ruled = ruledBy({ version: 1, rules: [{ name: 'One', when, action: { kind: 'exclude' } }] }, basket);
  return ruled?.(place).isOut ?? false;
};

test.each<[Condition, Condition]>([
  [
    { field: 'nodeKind', test: 'is', value: 'store' },
    { field: 'nodeKind', test: 'is', value: 'warehouse' }
  ],
  [
    { field: 'service', test: 'isNot', value: 'express' },
    { field: 'service', test: 'isNot', value: 'standard' }
  ],
  [
    { field: 'nodeId', test: 'isOneOf', value: ['domlur', 'hoskote'] },
    { field: 'nodeId', test: 'isOneOf', value: ['hoskote'] }
  ],
  [
    { field: 'postcode', test: 'startsWith', value: '5600' },
    { field: 'postcode', test: 'startsWith', value: '1' }
  ],
  [
    { field: 'units', test: 'is', value: 3 },
    { field: 'units', test: 'isNot', value: 3 }
  ],
  [
    { field: 'valueMinor', test: 'atLeast', value: 500_000 },
    { field: 'valueMinor', test: 'moreThan', value: 500_000 }
  ],
  [
    { field: 'queueDepth', test: 'atMost', value: 4 },
    { field: 'queueDepth', test: 'lessThan', value: 4 }
  ],
  [
    { field: 'hour', test: 'moreThan', value: 18 },
    { field: 'hour', test: 'moreThan', value: 19 }
  ],
  [
    { field: 'distanceMetres', test: 'lessThan', value: 12_001 },
    { field: 'distanceMetres', test: 'atLeast', value: 12_001 }
  ]
])('%j is met, %j is not', (met, unmet) => {
  expect([matches(met), matches(unmet)]).toEqual([true, false]);
});

test('all conditions have to be met, of the order and of the place', () => {
  const large: Condition = { field: 'sizeClass', test: 'is', value: 'large' };
  const store: Condition = { field: 'nodeKind', test: 'is', value: 'store' };
  expect(matches(large, store)).toBe(true);
  expect(matches(large, { ...store, value: 'dark_store' })).toBe(false);
  expect(matches({ ...large, value: 'small' }, store)).toBe(false);
});

test('points add up, and what a newer program asks for is never met', () => {
  const points = (name: string, value: number): SourcingRule => ({
    name,
    when: [{ field: 'country', test: 'is', value: 'IN' }],
    action: { kind: 'points', points: value }
  });
  const odd = { ...points('Odd', 9), when: [{ field: 'moon', test: 'is', value: 'full' } as unknown as Condition] };
  expect(ruledBy({ version: 1, rules: [points('For', -2), odd, points('Against', 0.5)] }, basket)?.(place)).toEqual({
    isOut: false,
    points: -1.5,
    by: [
      { name: 'For', points: -2 },
      { name: 'Against', points: 0.5 }
    ]
  });
  expect(ruledBy({ version: 1, rules: [odd] }, basket)).toBeUndefined();
});

const nodes = [aStore({ id: 'near' }), aWarehouse({ id: 'far' })];
function planned(rules: SourcingRule[]): Plan {
  const plan = planDelivery({
    lines: [{ variantId: 'pan', quantity: 2, size: 'large' }],
    destination: aDestination(),
    nodes,
    available: () => 9,
    service: 'standard',
    carrier: aCarrier,
    rules: deliveryRulesV1,
    currency: 'INR',
    at: instantOf('2026-11-25', 12 * 60, 'Asia/Kolkata'),
    ruled: { set: { version: 7, rules }, postcode: '110001', valueMinor: 99_900 }
  });
  if ('none' in plan) throw new Error(plan.none);
  return plan;
}
const noLargeFromStores: SourcingRule = {
  name: 'No large things from stores',
  when: [
    { field: 'sizeClass', test: 'is', value: 'large' },
    { field: 'nodeKind', test: 'is', value: 'store' }
  ],
  action: { kind: 'exclude' }
};

test('a place that a rule keeps out sends nothing, says which rule it was, and what it could have sent stays with the decision', () => {
  expect(planned([]).parcels[0]?.nodeId).toBe('near');
  const { parcels, decisions, ruleSet, wanted } = planned([noLargeFromStores]);
  expect([parcels[0]?.nodeId, ruleSet, wanted]).toEqual(['far', 7, [2]]);
  expect(decisions[0]).toMatchObject({
    nodeId: 'near',
    verdict: 'ruled-out',
    rules: [{ name: 'No large things from stores', points: null }],
    offer: { has: [9] }
  });
});

test('points against a place send it from another, and stand among the parts of the score', () => {
  const against: SourcingRule = { ...noLargeFromStores, action: { kind: 'points', points: 5 } };
  expect(planned([against]).parcels[0]?.nodeId).toBe('far');
  const mild = planned([{ ...against, action: { kind: 'points', points: 0.01 } }]);
  expect([mild.parcels[0]?.nodeId, mild.score.rules]).toEqual(['near', 0.01]);
  expect(mild.decisions[0]).toMatchObject({ verdict: 'chosen', rules: [{ points: 0.01 }] });
});
