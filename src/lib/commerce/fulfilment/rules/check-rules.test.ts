import { expect, test } from 'vitest';
import { readRules } from './check-rules.ts';
import { contradictions, isRefused } from './contradictions.ts';
import type { Condition, RuleAction, SourcingRule } from './sourcing-rule.ts';

const OUT: RuleAction = { kind: 'exclude' };
const points = (of: number): RuleAction => ({ kind: 'points', points: of });
const rule = (name: string, when: unknown[], action: unknown = OUT) => ({ name, when, action });
const stores = { field: 'nodeKind', test: 'is', value: 'store' };
const problemOf = (...rules: unknown[]): string | undefined => {
  const read = readRules(rules);
  return 'problem' in read ? read.problem : undefined;
};

test('what is well formed is taken as it is', () => {
  const rules = [
    rule('Few from stores', [stores, { field: 'units', test: 'atLeast', value: 6 }]),
    rule(
      'South first',
      [
        { field: 'postcode', test: 'startsWith', value: '56' },
        { field: 'nodeId', test: 'isOneOf', value: ['domlur'] }
      ],
      points(-0.5)
    )
  ];
  expect(readRules(rules)).toEqual({ rules });
  expect(readRules([])).toEqual({ rules: [] });
});

test.each([
  [rule('A', [{ field: '$where', test: 'is', value: 'while(true);' }]), '“A”: nobody knows what “$where” is.'],
  [rule('A', [{ field: 'constructor', test: 'is', value: 'x' }]), '“A”: nobody knows what “constructor” is.'],
  [rule('A', [{ ...stores, test: 'atLeast' }]), '“A”: kind of place cannot be asked by “atLeast”.'],
  [rule('A', [{ ...stores, value: 'shop' }]), '“A”: “kind of place is” knows warehouse, dark_store, store, third_party and not “shop”.'],
  [rule('A', [{ field: 'units', test: 'atMost', value: '6' }]), '“A”: “number of units is at most” needs a number from 0 to 10000.'],
  [rule('A', [{ field: 'hour', test: 'is', value: 24 }]), '“A”: “hour there is” needs a number from 0 to 23.'],
  [rule('A', [{ field: 'units', test: 'is', value: 1.5 }]), '“A”: “number of units is” needs a number from 0 to 10000.'],
  [rule('A', [{ field: 'nodeId', test: 'isOneOf', value: [] }]), '“A”: “place is one of” needs 1 to 20 values.'],
  [rule('A', [{ field: 'nodeId', test: 'is', value: { $ne: '' } }]), '“A”: “place is” needs a word of at most 60 characters.'],
  [rule('A', []), '“A” needs a condition: without one it would speak of every place.'],
  [rule('', [stores]), 'A rule needs a name of at most 60 characters.'],
  [rule('A', [stores], points(0)), '“A”: points must be more than 0 and at most 100.'],
  [rule('A', [stores], points(-101)), '“A”: points must be more than 0 and at most 100.']
])('%j is refused, by name', (odd, sentence) => {
  expect(problemOf(odd)).toBe(sentence);
});

test('what is no rule at all, two of one name and too many are refused', () => {
  for (const odd of [{}, null, 'text', [{ name: 'A' }], [{ ...rule('A', [stores]), run: 'x' }], [rule('A', [stores], points(Number.NaN))]])
    expect(readRules(odd)).toMatchObject({ problem: expect.stringContaining('These are no rules') });
  expect(problemOf(rule('A', [stores]), rule('a', [stores]))).toContain('Two rules are called “a”');
  expect(problemOf(...Array.from({ length: 51 }, (_, n) => rule(`${n}`, [stores])))).toContain('More than 50 rules');
});

const of = (name: string, when: Condition[], action: RuleAction = OUT): SourcingRule => ({ name, when, action });
const store: Condition = { field: 'nodeKind', test: 'is', value: 'store' };
const many: Condition = { field: 'units', test: 'atLeast', value: 6 };
const found = (...rules: SourcingRule[]) => contradictions(rules).map(({ kind, rules: names }) => `${kind} ${names.join('+')}`);

test('the same conditions with the opposite to be done contradict each other, and with the same to be done say it twice', () => {
  expect(found(of('A', [store, many]), of('B', [many, store], points(-1)))).toEqual(['contradicts A+B']);
  expect(found(of('A', [store], points(1)), of('B', [store], points(-1)))).toEqual(['contradicts A+B']);
  expect(found(of('A', [store], points(1)), of('B', [store], points(2)), of('C', [store]))).toEqual([
    'repeats A+B',
    'contradicts A+C',
    'contradicts B+C'
  ]);
  expect(found(of('A', [store]), of('B', [many]))).toEqual([]);
  expect(contradictions([of('A', [store]), of('B', [store])]).every(isRefused)).toBe(true);
});

test.each<[Condition[], boolean]>([
  [
    [
      { field: 'units', test: 'moreThan', value: 5 },
      { field: 'units', test: 'lessThan', value: 6 }
    ],
    true
  ],
  [
    [
      { field: 'units', test: 'moreThan', value: 5 },
      { field: 'units', test: 'atMost', value: 6 }
    ],
    false
  ],
  [[{ field: 'hour', test: 'moreThan', value: 23 }], true],
  [[{ field: 'hour', test: 'isNot', value: 4 }], false],
  [[store, { field: 'nodeKind', test: 'is', value: 'warehouse' }], true],
  [[store, { field: 'nodeKind', test: 'startsWith', value: 'st' }], false],
  [
    [
      { field: 'nodeKind', test: 'isNot', value: 'store' },
      { field: 'nodeKind', test: 'isOneOf', value: ['store'] }
    ],
    true
  ],
  [
    [
      { field: 'postcode', test: 'startsWith', value: '56' },
      { field: 'postcode', test: 'startsWith', value: '5600' }
    ],
    false
  ],
  [
    [
      { field: 'postcode', test: 'startsWith', value: '56' },
      { field: 'postcode', test: 'startsWith', value: '11' }
    ],
    true
  ],
  [
    [
      { field: 'postcode', test: 'startsWith', value: '56' },
      { field: 'postcode', test: 'isNot', value: '56' }
    ],
    false
  ]
])('conditions that exclude each other are found: %j', (when, isNever) => {
  expect(found(of('A', when))).toEqual(isNever ? ['never A'] : []);
});
