import { expect, test } from 'vitest';
import { stateAfter, type PastCancel, type PastReturn } from './past-requests.ts';
import type { Policy, PolicyProfile } from './policy.ts';
import { standardPolicy } from './standard-policy.ts';
import { tryPolicy } from './try-policy.ts';

const at = new Date('2026-11-20T05:00:00Z');
const policyOf = (change: Partial<PolicyProfile> = {}, version = 1): Policy => ({
  profile: 'standard',
  version,
  terms: { ...standardPolicy, ...change }
});
const cancel = (over: Partial<PastCancel> = {}): PastCancel => ({
  kind: 'cancel',
  number: 'MZ-1',
  at,
  policy: policyOf(),
  reason: 'changed-mind',
  itemChanges: 0,
  states: ['allocated'],
  ...over
});
const giveBack = (over: Partial<PastReturn> = {}): PastReturn => ({
  kind: 'return',
  number: 'MZ-2',
  at,
  policy: policyOf(),
  method: 'home',
  to: 'original',
  isKept: false,
  returns: 0,
  claimedMinor: 0,
  bringingMinor: 0,
  placedAt: new Date('2026-11-01T05:00:00Z'),
  lastDeliveredAt: new Date('2026-11-05T05:00:00Z'),
  lines: [
    {
      fulfilmentLineId: 'a',
      category: 'Table > Mugs',
      quantity: 1,
      unitPriceMinor: 200_000,
      reason: 'changed-mind',
      hasPhoto: false,
      deliveredAt: new Date('2026-11-05T05:00:00Z')
    }
  ],
  ...over
});

test('the same policy decides the same', () => {
  const tried = tryPolicy([cancel(), cancel({ states: ['picking'] }), giveBack()], policyOf());
  expect(tried).toEqual({
    cancel: { asked: 2, newlyNo: 0, newlyYes: 0, otherwise: 0 },
    return: { asked: 1, newlyNo: 0, newlyYes: 0, otherwise: 0 },
    differing: []
  });
});

test('what would be decided otherwise is counted by how, and listed with both answers', () => {
  const draft = policyOf(
    {
      cancel: { ...standardPolicy.cancel, states: ['allocated', 'packed'], reasons: ['by-mistake'] },
      returns: { ...standardPolicy.returns, days: 16, fees: { ...standardPolicy.returns.fees, home: 19_900 } }
    },
    2
  );
  const late = giveBack({ number: 'MZ-3', at: new Date('2026-11-25T05:00:00Z') });
  const packed = cancel({ number: 'MZ-4', states: ['packed'], reason: 'by-mistake' });
  const tried = tryPolicy([cancel(), packed, giveBack(), late], draft);
  expect(tried.cancel).toEqual({ asked: 2, newlyNo: 1, newlyYes: 1, otherwise: 0 });
  expect(tried.return).toEqual({ asked: 2, newlyNo: 1, newlyYes: 0, otherwise: 1 });
  expect(tried.differing.map(({ number, before, after }) => [number, before.code, after.code])).toEqual([
    ['MZ-1', null, 'reason-not-taken'],
    ['MZ-4', 'already-begun', null],
    ['MZ-2', null, null],
    ['MZ-3', null, 'window-over']
  ]);
  expect(tried.differing[2]).toMatchObject({ before: { plan: { feeMinor: 9_900 } }, after: { plan: { feeMinor: 19_900 } } });
});

test('a past return is decided with what others of its order claimed before it', () => {
  const { approveAboveMinor } = standardPolicy.limits;
  const strict = policyOf({ limits: { ...standardPolicy.limits, approveAboveMinor: approveAboveMinor - 1 } }, 2);
  const tried = tryPolicy([giveBack({ claimedMinor: approveAboveMinor - 200_000 })], strict);
  expect(tried.differing).toMatchObject([{ before: { plan: { approval: 'rule' } }, after: { plan: { approval: 'person' } } }]);
});

test('a parcel of which nothing was told is bound to its place', () => {
  expect([null, 'fo.accepted', 'fo.shipped', 'fo.something'].map(stateAfter)).toEqual(['allocated', 'picking', 'shipped', 'allocated']);
});
