import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination, aStore, aWarehouse, bengaluru, jaipur } from '#tests/support/places.ts';
import { minuteOf } from './calendar.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import type { SourcingRule } from './rules/sourcing-rule.ts';
import {
  planDelivery,
  waysToSend,
  type DeliveryProblem,
  type Demand,
  type NoPlan,
  type NodeForSourcing,
  type Plan,
  type Way
} from './sourcing.ts';

const noon = instantOf('2026-11-25', minuteOf('12:00'), 'Asia/Kolkata');
type Shelves = Record<string, Record<string, number>>;
const wants = (variantId: string, quantity = 1): Demand => ({ variantId, quantity, size: 'small' });
const from = (shelves: Shelves) => (nodeId: string, variantId: string) => shelves[nodeId]?.[variantId] ?? 0;

const store = aStore({ id: 'store' });
const warehouse = aWarehouse({ id: 'warehouse' });
const south = aWarehouse({ id: 'south', place: bengaluru });

function plan(shelves: Shelves, lines: Demand[], change: Partial<DeliveryProblem> = {}): Plan | NoPlan {
  const problem = {
    lines,
    destination: aDestination(),
    nodes: [south, warehouse, store],
    available: from(shelves),
    service: 'standard'
  } as const;
  return planDelivery({ ...problem, carrier: aCarrier, rules, currency: 'INR', at: noon, ...change });
}
function sent(result: Plan | NoPlan): Record<string, Record<string, number>> {
  if ('none' in result) throw new Error(result.none);
  return Object.fromEntries(
    result.parcels.map(({ nodeId, lines }) => [nodeId, Object.fromEntries(lines.map((line) => [line.variantId, line.quantity]))])
  );
}
const verdicts = ({ decisions }: Plan | NoPlan) => Object.fromEntries(decisions.map(({ nodeId, verdict }) => [nodeId, verdict]));

test('the nearest node that has everything sends it', () => {
  const result = plan({ store: { mug: 1 }, warehouse: { mug: 5, pan: 5 }, south: { mug: 5, pan: 5 } }, [wants('mug'), wants('pan')]);
  expect(sent(result)).toEqual({ warehouse: { mug: 1, pan: 1 } });
  expect(verdicts(result)).toEqual({ store: 'not-needed', warehouse: 'chosen', south: 'not-needed' });
});

test('what no node has all of comes in as few parcels as can be, and is promised for the last of them', () => {
  const result = plan({ store: { mug: 1 }, warehouse: { mug: 1, pan: 1 }, south: { lamp: 1 } }, [
    wants('lamp'),
    wants('mug'),
    wants('pan')
  ]) as Plan;
  expect(sent(result)).toEqual({ warehouse: { mug: 1, pan: 1 }, south: { lamp: 1 } });
  expect(result.parcels.map(({ nodeId }) => nodeId)).toEqual(['warehouse', 'south']);
  expect(result.deliverUntil).toEqual(result.parcels[1]!.promised.deliverUntil);
  expect(result.deliverUntil > result.parcels[0]!.promised.deliverUntil).toBe(true);
  expect(result.isExact).toBe(true);
  expect(result.ruleVersion).toBe('delivery-1');
});

test('two lines of one variant are one demand', () => {
  expect(plan({ store: { mug: 2 } }, [wants('mug', 2), wants('mug', 1)])).toMatchObject({
    none: 'out-of-stock',
    missing: [{ variantId: 'mug', wanted: 3, available: 2 }]
  });
});

test('a line is split over nodes only where the rules allow it', () => {
  const shelves = { store: { mug: 2 }, warehouse: { mug: 2 } };
  expect(sent(plan(shelves, [wants('mug', 3)]))).toEqual({ store: { mug: 2 }, warehouse: { mug: 1 } });
  const strict = { ...rules, sourcing: { ...rules.sourcing, maySplitLine: false } };
  expect(plan(shelves, [wants('mug', 3)], { rules: strict })).toMatchObject({ none: 'out-of-stock', missing: [{ available: 2 }] });
});

test('more parcels than allowed is no plan', () => {
  const single = { ...rules, sourcing: { ...rules.sourcing, maxParcels: 1 } };
  const shelves = { store: { mug: 1 }, warehouse: { pan: 1 } };
  expect(plan(shelves, [wants('mug'), wants('pan')], { rules: single })).toMatchObject({ none: 'no-service', missing: [] });
});

test('each node that was left out says why', () => {
  const nodes: NodeForSourcing[] = [
    { ...store, id: 'rejected', isExcluded: true },
    { ...store, id: 'empty' },
    { ...store, id: 'down', isUp: false },
    { ...warehouse, id: 'abroad', country: 'US' },
    south,
    warehouse
  ];
  const shelves = Object.fromEntries(nodes.filter(({ id }) => id !== 'empty').map(({ id }) => [id, { mug: 1 }]));
  const wantedBy = instantOf('2026-11-27', minuteOf('21:00'), 'Asia/Kolkata');
  expect(verdicts(plan(shelves, [wants('mug')], { nodes, wantedBy }))).toEqual({
    rejected: 'excluded',
    empty: 'no-stock',
    down: 'no-service',
    abroad: 'no-service',
    south: 'too-late',
    warehouse: 'chosen'
  });
});

test('a service that cannot bring it from where it lies is no service, and what it lacks is named', () => {
  expect(plan({ warehouse: { mug: 9 } }, [wants('mug')], { service: 'same_day' })).toMatchObject({
    none: 'no-service',
    missing: [{ variantId: 'mug', wanted: 1, available: 0 }]
  });
});

test('what only an excluded node has is out of stock', () => {
  const nodes = [{ ...store, isExcluded: true }];
  expect(plan({ store: { mug: 9 } }, [wants('mug')], { nodes })).toMatchObject({ none: 'out-of-stock', missing: [{ available: 0 }] });
});

test('an unknown postcode is said so', () => {
  expect(plan({ store: { mug: 1 } }, [wants('mug')], { destination: null })).toEqual({
    none: 'unknown-postcode',
    missing: [],
    decisions: []
  });
});

test('what is sold without counting comes from the nearest', () => {
  expect(sent(plan({ store: { card: Number.POSITIVE_INFINITY } }, [wants('card', 50)]))).toEqual({ store: { card: 50 } });
});

test('stock below nothing is nothing', () => {
  const shelves = { store: { mug: -1, pan: 1 }, warehouse: { mug: 2 } };
  expect(sent(plan(shelves, [wants('mug', 2), wants('pan')]))).toEqual({ store: { pan: 1 }, warehouse: { mug: 2 } });
  expect(plan({ store: { mug: -3 }, warehouse: { mug: 1 } }, [wants('mug', 2)])).toMatchObject({ missing: [{ available: 1 }] });
});

test('no lines and quantities that are none throw: they were refused before', () => {
  for (const lines of [[], [wants('mug', 0)], [wants('mug', -1)], [wants('mug', 1.5)]]) expect(() => plan({}, lines)).toThrow('sourcing');
});

const nodeIds = ['n1', 'n2', 'n3', 'n4', 'n5'];
const variants = ['v1', 'v2', 'v3', 'v4'];
const problem = fc
  .record({
    shelves: fc.dictionary(fc.constantFrom(...nodeIds), fc.dictionary(fc.constantFrom(...variants), fc.integer({ min: 0, max: 3 }))),
    lines: fc.array(
      fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 2 }), size: fc.constant('small' as const) }),
      {
        minLength: 1,
        maxLength: 4
      }
    ),
    places: fc.array(fc.constantFrom(jaipur, bengaluru, store.place, warehouse.place), { minLength: 5, maxLength: 5 }),
    off: fc.subarray(nodeIds),
    service: fc.constantFrom('standard' as const, 'express' as const),
    said: fc.dictionary(fc.constantFrom(...nodeIds), fc.constantFrom(null, -30, -1, 2, 30))
  })
  .map(({ shelves, lines, places, off, service, said }): DeliveryProblem => {
    const nodes = nodeIds.map((id, index) => aWarehouse({ id, place: places[index]!, isUp: !off.includes(id) }));
    return {
      lines,
      destination: aDestination(),
      nodes,
      available: from(shelves),
      service,
      carrier: aCarrier,
      rules,
      currency: 'INR',
      at: noon,
      ruled: { set: { version: 1, rules: Object.entries(said).map(ruleOf) }, postcode: '110001', valueMinor: 0 }
    };
  });

/** Null keeps the place out. */
const ruleOf = ([nodeId, said]: [string, number | null]): SourcingRule => ({
  name: nodeId,
  when: [{ field: 'nodeId', test: 'is', value: nodeId }],
  action: said === null ? { kind: 'exclude' } : { kind: 'points', points: said }
});

const points = ({ score }: Plan): number => Object.values(score).reduce((sum, part) => sum + part, 0);

test('no set of nodes, each tried by itself, would have a lower score', () => {
  fc.assert(
    fc.property(problem, (asked) => {
      const sets = Array.from({ length: 2 ** asked.nodes.length }, (_, bits) => asked.nodes.filter((__, place) => (bits >> place) & 1));
      const plans = sets.map((nodes) => planDelivery({ ...asked, nodes })).filter((one): one is Plan => !('none' in one));
      const result = planDelivery(asked);
      expect('none' in result).toBe(plans.length === 0);
      if (!('none' in result)) expect(points(result)).toBeCloseTo(Math.min(...plans.map(points)), 6);
    })
  );
});

test('nothing is sent from where a rule forbids it, and what rules say of those who send is in the score', () => {
  fc.assert(
    fc.property(problem, (asked) => {
      const result = planDelivery(asked);
      if ('none' in result) return;
      const said = new Map(asked.ruled!.set.rules.map(({ name, action }) => [name, action]));
      const senders = result.parcels.map(({ nodeId }) => said.get(nodeId));
      expect(senders.every((action) => action?.kind !== 'exclude')).toBe(true);
      const byHand = senders.reduce((sum, action) => sum + (action?.kind === 'points' ? action.points : 0), 0);
      expect(result.score.rules).toBeCloseTo(byHand, 9);
    })
  );
});

test('two parcels are better than one when that brings everything days earlier', () => {
  const both = { store: { mug: 1 }, warehouse: { pan: 1 }, south: { mug: 1, pan: 1 } };
  expect(sent(plan(both, [wants('mug'), wants('pan')]))).toEqual({ store: { mug: 1 }, warehouse: { pan: 1 } });
  const near = { store: { mug: 1 }, warehouse: { mug: 1, pan: 1 } };
  expect(sent(plan(near, [wants('mug'), wants('pan')]))).toEqual({ warehouse: { mug: 1, pan: 1 } });
});

test('a place where things are often not found, or that is behind with its work, is passed by', () => {
  const shelves = { warehouse: { mug: 3 }, other: { mug: 3 } };
  const places = (change: Partial<NodeForSourcing>) => [{ ...warehouse, ...change }, aWarehouse({ id: 'other' })];
  expect(sent(plan(shelves, [wants('mug')], { nodes: places({ missRate: 0.2 }) }))).toEqual({ other: { mug: 1 } });
  expect(sent(plan(shelves, [wants('mug')], { nodes: places({ queueDepth: 50 }) }))).toEqual({ other: { mug: 1 } });
  const last = { ...shelves, warehouse: { mug: 1 } };
  expect(
    sent(plan(last, [wants('mug')], { nodes: [warehouse, aWarehouse({ id: 'zebra' })], available: from({ ...last, zebra: { mug: 3 } }) }))
  ).toEqual({
    zebra: { mug: 1 }
  });
});

test('one chooses among plans of which none is worse in everything, the best of all first', () => {
  const shelves = { store: { mug: 1 }, warehouse: { pan: 1 }, south: { mug: 1, pan: 1 } };
  const asked: DeliveryProblem = {
    lines: [wants('mug'), wants('pan')],
    destination: aDestination(),
    nodes: [south, warehouse, store],
    available: from(shelves),
    service: 'standard',
    carrier: aCarrier,
    rules,
    currency: 'INR',
    at: noon
  };
  const plans = (waysToSend(asked, 4) as Way[]).map((way) => way.plan());
  expect(plans.map(sent)).toEqual([sent(planDelivery(asked)), { south: { mug: 1, pan: 1 } }]);
  const [early, single] = plans;
  expect(early!.deliverUntil < single!.deliverUntil).toBe(true);
  expect(early!.measures.parcels).toBe(2);
  expect(waysToSend({ ...asked, available: () => 0 }, 4)).toMatchObject({ none: 'out-of-stock' });
});

test('a plan sends exactly what was asked, from stock that is there, and judges every node', () => {
  fc.assert(
    fc.property(problem, (asked) => {
      const result = planDelivery(asked);
      expect(result.decisions.map(({ nodeId }) => nodeId)).toEqual(nodeIds);
      fc.pre(!('none' in result));
      const parcels = 'none' in result ? [] : result.parcels;
      for (const variantId of variants) {
        const total = parcels.flatMap(({ lines }) => lines).filter((line) => line.variantId === variantId);
        expect(total.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(
          asked.lines.filter((line) => line.variantId === variantId).reduce((sum, { quantity }) => sum + quantity, 0)
        );
      }
      for (const { nodeId, lines } of parcels) {
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.every(({ variantId, quantity }) => quantity <= asked.available(nodeId, variantId))).toBe(true);
      }
    })
  );
});

test('no plan always has its reason: what is missing is really short in the network', () => {
  fc.assert(
    fc.property(problem, (asked) => {
      const result = planDelivery(asked);
      fc.pre('none' in result && result.none === 'out-of-stock');
      const { missing } = result as NoPlan;
      expect(missing.length).toBeGreaterThan(0);
      for (const { variantId, wanted, available } of missing) {
        expect(available).toBe(asked.nodes.reduce((sum, { id }) => sum + asked.available(id, variantId), 0));
        expect(available).toBeLessThan(wanted);
      }
    })
  );
});
