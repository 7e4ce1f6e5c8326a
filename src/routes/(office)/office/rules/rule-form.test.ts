import { expect, test } from 'vitest';
import { readRules } from '#lib/commerce/fulfilment/rules/check-rules.ts';
import type { SourcingRule } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import { ruleText, typedRule, typedText, type RuleText } from './rule-form.ts';

const places = [{ id: 'blr-domlur', name: 'Domlur' }];

function formOf({ name, effect, points, rows }: RuleText): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries({ name, effect, points })) form.set(key, value);
  for (const row of rows) for (const [key, value] of Object.entries(row)) form.append(key, value);
  return form;
}

test.each<SourcingRule>([
  { name: 'No partners', when: [{ field: 'nodeKind', test: 'is', value: 'third_party' }], action: { kind: 'exclude' } },
  { name: 'No stores', when: [{ field: 'nodeKind', test: 'is', value: 'dark_store' }], action: { kind: 'exclude' } },
  {
    name: 'Dear and far',
    when: [
      { field: 'valueMinor', test: 'atLeast', value: 500_050 },
      { field: 'distanceMetres', test: 'lessThan', value: 12_345 },
      { field: 'hour', test: 'atMost', value: 9 },
      { field: 'nodeId', test: 'isOneOf', value: ['blr-domlur', 'gone-place'] }
    ],
    action: { kind: 'points', points: -0.5 }
  },
  { name: 'Not from Domlur', when: [{ field: 'nodeId', test: 'isNot', value: 'blr-domlur' }], action: { kind: 'points', points: 3 } }
])('what the form shows of $name is the same rule when it is sent', (rule) => {
  const shown = ruleText(rule, places);
  expect(readRules([typedRule(formOf(shown), places)])).toEqual({ rules: [rule] });
  expect(typedText(formOf(shown)).rows.slice(0, rule.when.length)).toEqual(shown.rows.slice(0, rule.when.length));
  expect(shown.rows.length).toBeGreaterThanOrEqual(3);
});

test('what is no number, or nothing, is no rule', () => {
  const odd = { name: 'A', effect: 'against', points: '', rows: [{ field: 'units', test: 'atLeast', value: 'many' }] };
  expect(readRules([typedRule(formOf(odd), places)])).toHaveProperty('problem');
  expect(readRules([typedRule(formOf({ ...odd, points: '2' }), places)])).toEqual({
    problem: '“A”: “number of units is at least” needs a number from 0 to 10000.'
  });
  expect(readRules([typedRule(new FormData(), places)])).toHaveProperty('problem');
});
