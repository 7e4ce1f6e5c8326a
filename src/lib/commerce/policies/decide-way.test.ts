import { expect, test } from 'vitest';
import { decideWay, feeInstead, type SaidReturn } from './decide-way.ts';
import type { Policy, PolicyProfile } from './policy.ts';
import { standardPolicy } from './standard-policy.ts';

const terms = (change: Partial<PolicyProfile['returns']>): Policy => ({
  profile: 'standard',
  version: 1,
  terms: { ...standardPolicy, returns: { ...standardPolicy.returns, ...change } }
});
const said = (over: Partial<SaidReturn> = {}): SaidReturn => ({
  units: [{ category: 'Table > Mugs', reason: 'changed-mind' }],
  goodsMinor: 49_000,
  bringingMinor: 0,
  feeMinor: 9_900,
  ...over
});
const storeCosts = (store: number): Policy => terms({ fees: { store, label: 0, qr: 0, home: 9_900 } });

test('brought to a store it costs what a store costs, and never more than was said', () => {
  expect(feeInstead(storeCosts(0), said(), 'store')).toBe(0);
  expect(feeInstead(storeCosts(2_000), said(), 'store')).toBe(2_000);
  expect(feeInstead(storeCosts(20_000), said(), 'store')).toBe(9_900);
  expect(feeInstead(storeCosts(2_000), said({ feeMinor: 0 }), 'store')).toBe(0);
  expect(feeInstead(storeCosts(2_000), said({ units: [{ category: '', reason: 'defective' }] }), 'store')).toBe(0);
});

test('a store that is not offered for one of the things is none for all of them', () => {
  const policy: Policy = { ...terms({}), terms: { ...standardPolicy, byCategory: { Table: { methods: ['home'] } } } };
  expect(decideWay(policy, said().units, 'store')).toMatchObject({
    allowed: false,
    code: 'method-not-offered',
    detail: 'store',
    by: { rule: 'returns.Table' }
  });
  expect(decideWay(policy, [{ category: 'Bed' }], 'store').allowed).toBe(true);
});
