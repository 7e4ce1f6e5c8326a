import { expect, test } from 'vitest';
import type { Staff, StaffRole } from '#lib/kernel/actor.ts';
import { mayApprove } from './may-approve.ts';

const one = (role: StaffRole, userId = 'me'): Staff => ({ role, userId, name: role, nodeId: 'here', channel: 'pos' });
const waiting = { approvedOnceBy: null, proof: 'receipt' as const, askedBy: 'me' };

test('with a receipt whoever sees the orders of all places says yes, but nobody twice', () => {
  const may = (['associate', 'warehouse', 'support', 'manager', 'admin'] as const).filter((role) => mayApprove(one(role), waiting));
  expect(may).toEqual(['support', 'manager', 'admin']);
  expect(mayApprove(one('manager'), { ...waiting, approvedOnceBy: 'me' })).toBe(false);
  expect(mayApprove({ role: 'shopper', channel: 'web' }, waiting)).toBe(false);
});

test('without one a manager says it who did not ask for it', () => {
  const found = { ...waiting, proof: 'phone' as const };
  expect([mayApprove(one('manager'), found), mayApprove(one('manager', 'another'), found)]).toEqual([false, true]);
  expect([mayApprove(one('support', 'another'), found), mayApprove(one('admin', 'another'), { ...found, proof: 'card' })]).toEqual([
    false,
    true
  ]);
});
