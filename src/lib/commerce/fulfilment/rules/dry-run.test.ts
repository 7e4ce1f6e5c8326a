import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryRulesV1 } from '../delivery-rules-v1.ts';
import type { NodeRecord } from '../node.ts';
import { isRefused } from './contradictions.ts';
import { dryRun } from './dry-run.ts';
import { findingText } from './finding-words.ts';
import { pastOrdersOf, type PastOrder, type PastRecord } from './past-orders.ts';
import { NO_RULES, ruleFields, type Condition, type RuleAction, type SourcingRule } from './sourcing-rule.ts';

const DAY = 86_400_000;
const NOON = '2026-11-25T06:30:00.000Z';
const record = (id: string, kind: 'store' | 'warehouse') =>
  ({ id, kind, timeZone: 'Asia/Kolkata', capacityPerDay: 40 }) as unknown as NodeRecord;
const nodes = [record('near', 'store'), record('far', 'warehouse')];

/** What a place could have given: one thing, `days` after noon. */
const offer = (days: number, has = 9) => ({ has: [has], costs: [4900], arrivesAt: Date.parse(NOON) + days * DAY, load: 0.25, misses: 0 });
const aRecord = (number: string, decisions: object[], more: Partial<PastRecord> = {}): PastRecord => ({
  number,
  country: 'IN',
  postcode: '560038',
  currency: 'INR',
  valueMinor: 99_900,
  inputs: { service: 'standard', at: NOON, decisions },
  ruleVersion: deliveryRulesV1.version,
  lines: [{ units: 1, size: 'large' }],
  ...more
});
const both = (number: string) =>
  aRecord(number, [
    { nodeId: 'near', metres: 5_000.4, verdict: 'chosen', offer: offer(1) },
    { nodeId: 'far', metres: 900_000, verdict: 'not-needed', offer: offer(3) },
    { nodeId: 'shut', metres: 1, verdict: 'no-service' }
  ]);
const onlyNear = (number: string) => aRecord(number, [{ nodeId: 'near', metres: 5_000.4, verdict: 'chosen', offer: offer(1) }]);

const OUT: RuleAction = { kind: 'exclude' };
const store: Condition = { field: 'nodeKind', test: 'is', value: 'store' };
const rule = (name: string, when: Condition[], action: RuleAction = OUT): SourcingRule => ({ name, when, action });
const tried = (records: PastRecord[], ...rules: SourcingRule[]) =>
  dryRun(pastOrdersOf(records, nodes), { inForce: NO_RULES, draft: { version: 2, rules } });

test('what is stored with a promise is enough to decide it again, with what waited there and what the clock said there', () => {
  const [order] = pastOrdersOf([both('MZ-1')], nodes) as [PastOrder];
  expect(order.basket).toEqual({
    service: 'standard',
    country: 'IN',
    postcode: '560038',
    units: 1,
    valueMinor: 99_900,
    sizeClass: 'large'
  });
  expect(order.places.map(({ facts }) => facts)).toEqual([
    { nodeId: 'near', nodeKind: 'store', queueDepth: 10, distanceMetres: 5_000, hour: 12 },
    { nodeId: 'far', nodeKind: 'warehouse', queueDepth: 10, distanceMetres: 900_000, hour: 12 }
  ]);
});

test('of what too little was kept nothing is said', () => {
  const odd = [
    aRecord('a', []),
    aRecord('b', [{ nodeId: 'near', metres: 1, offer: offer(1) }], { ruleVersion: 'delivery-0' }),
    aRecord('c', [{ nodeId: 'near', metres: 1, offer: offer(1) }], { currency: 'USD' }),
    aRecord('d', [{ nodeId: 'near', metres: 1, offer: offer(1) }], {
      lines: [
        { units: 1, size: 'small' },
        { units: 1, size: 'small' }
      ]
    }),
    aRecord('e', [{ nodeId: 'near', metres: 1, offer: offer(1) }], { inputs: {} })
  ];
  expect(pastOrdersOf(odd, nodes)).toEqual([]);
});

test('the difference is told: who sends instead, days, parcels, money and way, and how often the rule was met', () => {
  const run = tried(
    [both('MZ-1'), both('MZ-2')],
    rule('No large things from stores', [store, { field: 'sizeClass', test: 'is', value: 'large' }])
  );
  expect(run).toMatchObject({
    orders: 2,
    moved: 2,
    earlier: { orders: 0, days: 0 },
    later: { orders: 2, days: 4 },
    before: { parcels: 2, costMinor: 9_800, byPlace: { near: 2 } },
    after: { parcels: 2, costMinor: 9_800, byPlace: { far: 2 } },
    places: 4,
    rules: [{ name: 'No large things from stores', places: 2, orders: 2 }],
    findings: [],
    isRefused: false,
    examples: [
      { number: 'MZ-1', from: ['near'], to: ['far'] },
      { number: 'MZ-2', from: ['near'], to: ['far'] }
    ]
  });
  expect(run.after.metres).toBe(1_800_000);
});

test('a set that leaves an order with no place is refused, and the order is named', () => {
  const run = tried([both('MZ-1'), onlyNear('MZ-2')], rule('No stores', [store]));
  expect(run.findings).toEqual([{ kind: 'leaves-none', rules: ['No stores'], orders: ['MZ-2'] }]);
  expect(run.isRefused).toBe(true);
  expect(findingText(run.findings[0]!)).toBe('With “No stores” nobody could have sent MZ-2.');
});

test('what could be sent by nobody anyhow is no rule’s doing', () => {
  const short = aRecord('MZ-3', [{ nodeId: 'near', metres: 1, offer: offer(1, 1) }], { lines: [{ units: 2, size: 'small' }] });
  expect(tried([short], rule('No stores', [store])).isRefused).toBe(false);
});

test('rules that are never met, always met, or overruled wherever they are met are named, and may be switched on all the same', () => {
  const run = tried(
    [both('MZ-1')],
    rule('Nights', [{ field: 'hour', test: 'atLeast', value: 23 }]),
    rule('All of India', [{ field: 'country', test: 'is', value: 'IN' }], { kind: 'points', points: 1 }),
    rule('No stores', [store]),
    rule('Far from stores', [store, { field: 'units', test: 'is', value: 1 }], { kind: 'points', points: 2 })
  );
  expect(run.findings.map(({ kind, rules }) => [kind, rules[0]])).toEqual([
    ['nothing', 'Nights'],
    ['everything', 'All of India'],
    ['overruled', 'Far from stores']
  ]);
  expect(run.isRefused).toBe(false);
  expect(tried([], rule('Nights', [{ field: 'hour', test: 'atLeast', value: 23 }])).findings).toEqual([]);
});

test('rules that contradict each other are refused without any order', () => {
  const run = tried([], rule('A', [store]), rule('B', [store], { kind: 'points', points: -1 }));
  expect(run.findings.every(isRefused)).toBe(true);
  expect(findingText(run.findings[0]!)).toBe('“A” and “B” contradict each other: they have the same conditions and say the opposite.');
});

const action = fc.oneof(
  fc.constant(OUT),
  fc
    .integer({ min: -5, max: 5 })
    .filter((points) => points !== 0)
    .map((points): RuleAction => ({ kind: 'points', points }))
);
const condition = fc.constantFrom<Condition>(
  store,
  { field: 'distanceMetres', test: 'moreThan', value: 10_000 },
  { field: 'queueDepth', test: 'atLeast', value: 10 },
  { field: 'postcode', test: 'startsWith', value: '56' },
  { field: 'units', test: 'moreThan', value: 3 }
);
const aSet = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), when: fc.array(condition, { minLength: 1, maxLength: 2 }), action }),
  { selector: ({ name }) => name, maxLength: 4 }
);

test('trying is fair: the same rules change nothing, going there and back is the opposite, and what is not refused leaves every order a place', () => {
  const past = pastOrdersOf([both('MZ-1'), both('MZ-2'), onlyNear('MZ-3')], nodes);
  fc.assert(
    fc.property(aSet, aSet, (one, other) => {
      const [inForce, draft] = [
        { version: 1, rules: one },
        { version: 2, rules: other }
      ] as const;
      expect(dryRun(past, { inForce: draft, draft })).toMatchObject({ moved: 0, earlier: { days: 0 }, later: { days: 0 } });
      const [there, back] = [dryRun(past, { inForce, draft }), dryRun(past, { inForce: draft, draft: inForce })];
      expect([back.moved, back.earlier, back.later, back.before, back.after]).toEqual([
        there.moved,
        there.later,
        there.earlier,
        there.after,
        there.before
      ]);
      if (!there.isRefused && !back.isRefused) expect(Object.values(there.after.byPlace).reduce((sum, n) => sum + n, 0)).toBe(3);
    }),
    { numRuns: 300 }
  );
});

test('every field may be asked of an order or of a place that is tried', () => {
  const [order] = pastOrdersOf([both('MZ-1')], nodes) as [PastOrder];
  expect(Object.keys({ ...order.basket, ...order.places[0]!.facts }).toSorted()).toEqual(Object.keys(ruleFields).toSorted());
});
