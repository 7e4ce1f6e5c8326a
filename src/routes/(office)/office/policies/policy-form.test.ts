import { expect, test } from 'vitest';
import { policyTroubles, readPolicy } from '#lib/commerce/policies/check-policy.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import type { PolicyProfile } from '#lib/commerce/policies/policy.ts';
import { policyText, termsOf, typedPolicy } from './policy-form.ts';

const withCategory: PolicyProfile = { ...standardPolicy, byCategory: { 'Table > Mugs': { days: null, exchangeFor: 'nothing' } } };

function sent(terms: PolicyProfile, over: Record<string, string> = {}): FormData {
  const { fields, triggers, keeps, categories } = policyText(terms);
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...over })) for (const one of [value].flat()) form.append(name, one);
  for (const row of [...triggers, ...keeps, ...categories]) for (const [name, value] of Object.entries(row)) form.append(name, value);
  return form;
}

test('what is shown and sent back unchanged is the same policy, also what the form does not show', () => {
  for (const terms of [standardPolicy, withCategory]) expect(termsOf(typedPolicy(sent(terms)), terms)).toEqual(terms);
});

test('rupees become paise, an empty field is no limit, and each wrong field is named at its own place', () => {
  const typed = { 'limits.approveAboveMinor': '199.5', 'limits.mostReturns': '', 'returns.days': '14' };
  const read = readPolicy(termsOf(typedPolicy(sent(standardPolicy, typed)), standardPolicy));
  expect(read).toMatchObject({ terms: { limits: { approveAboveMinor: 19_950, mostReturns: null }, returns: { days: 14 } } });

  const wrong = { 'returns.days': 'soon', 'items.mostChanges': '1.5', 'returns.bonusPercent': '101' };
  expect(policyTroubles(termsOf(typedPolicy(sent(standardPolicy, wrong)), standardPolicy))).toEqual({
    'items.mostChanges': '“changes of things for an order” needs a whole number from 0 to 100.',
    'returns.days': '“days to give back” needs a whole number from 0 to 730.',
    'returns.bonusPercent': '“percent on top of store credit” needs a whole number from 0 to 100.'
  });
});
