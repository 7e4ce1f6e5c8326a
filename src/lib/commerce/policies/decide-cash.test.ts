import { expect, test } from 'vitest';
import { decideCash } from './decide-cash.ts';
import { standardPolicy } from './standard-policy.ts';

const policy = { profile: 'standard', version: 1, terms: standardPolicy };
const most = standardPolicy.limits.cashByAssociateMinor;

test('up to the limit an associate gives cash; what went back of the same order before counts, so that parts of it are no way around', () => {
  expect(decideCash(policy, { amountMinor: most, givenMinor: 0 })).toMatchObject({
    allowed: true,
    by: { rule: 'limits.cashByAssociateMinor' }
  });
  expect(decideCash(policy, { amountMinor: most + 1, givenMinor: 0 })).toMatchObject({ allowed: false, code: 'cash-above-limit' });
  expect(decideCash(policy, { amountMinor: 1, givenMinor: most })).toMatchObject({ allowed: false });
});

test('where the limit is nothing, no associate gives any', () => {
  const none = { ...policy, terms: { ...standardPolicy, limits: { ...standardPolicy.limits, cashByAssociateMinor: 0 } } };
  expect(decideCash(none, { amountMinor: 1, givenMinor: 0 }).allowed).toBe(false);
});
