import { expect, test } from 'vitest';
import { SYSTEM, type Actor, type Staff, type StaffRole } from '#lib/kernel/actor.ts';
import { Refusal } from '#lib/kernel/refusal.ts';
import { atDesk, atNode, mayAtNode, mayChoosePlace, mayGiveCash, maySeeOffice, overDevices, type CounterAct } from './staff-policy.ts';

const staff = (role: StaffRole, nodeId: string | null): Actor => ({ role, userId: 'someone', name: 'Someone', nodeId, channel: 'pos' });
const here = 'blr-indiranagar';
const acts: CounterAct[] = ['sell-in-store', 'correct-stock', 'receive-stock', 'see-shelf'];

const everybody: [who: string, actor: Actor, acts: string, office: boolean][] = [
  ['a guest', { role: 'shopper', channel: 'web' }, '', false],
  ['a job', SYSTEM, '', false],
  ['an associate', staff('associate', here), 'sell-in-store correct-stock receive-stock see-shelf', false],
  ['a warehouse worker', staff('warehouse', here), 'correct-stock receive-stock see-shelf', false],
  ['a manager at a store', staff('manager', here), 'sell-in-store correct-stock receive-stock see-shelf', true],
  ['a manager at a desk', staff('manager', null), '', true],
  ['support', staff('support', null), '', true],
  ['an admin', staff('admin', null), '', true],
  ['an admin with a node', staff('admin', here), 'sell-in-store see-shelf', true]
];

test.each(everybody)('%s may do exactly this', (_, actor, may, office) => {
  expect(acts.filter((act) => mayAtNode(actor, act))).toEqual(may === '' ? [] : may.split(' '));
  expect(maySeeOffice(actor)).toBe(office);
});

test('only managers and admins who belong to no place choose one', () => {
  const roles: StaffRole[] = ['associate', 'warehouse', 'support', 'manager', 'admin'];
  const may = (nodeId: string | null, visiting?: true) =>
    roles.filter((role) => mayChoosePlace({ ...(staff(role, nodeId) as Staff), ...(visiting && { visiting }) }));
  expect(may(null)).toEqual(['manager', 'admin']);
  expect(may(here, true)).toEqual(['manager', 'admin']);
  expect(may(here)).toEqual([]);
  expect(mayChoosePlace(SYSTEM)).toBe(false);
  expect(mayChoosePlace({ role: 'shopper', channel: 'web' })).toBe(false);
});

test('only managers and admins give cash back', () => {
  const roles: StaffRole[] = ['associate', 'warehouse', 'support', 'manager', 'admin'];
  expect(roles.filter((role) => mayGiveCash(staff(role, here)))).toEqual(['manager', 'admin']);
  expect([mayGiveCash(SYSTEM), mayGiveCash({ role: 'shopper', channel: 'web' })]).toEqual([false, false]);
});

test('a place that was chosen bounds no manager in looking after devices', () => {
  const kabir: Staff = { role: 'manager', userId: 'k', name: 'Kabir', nodeId: here, channel: 'pos' };
  expect(() => overDevices(kabir, 'bom-bandra')).toThrow(new Refusal('forbidden', 'enrol-devices'));
  expect(overDevices({ ...kabir, visiting: true }, 'bom-bandra')).toMatchObject({ nodeId: null });
});

test('who may not is told so by the code of the house', () => {
  expect(() => atNode(staff('support', null), 'sell-in-store')).toThrow(new Refusal('forbidden', 'sell-in-store'));
  expect(() => atDesk(staff('associate', here))).toThrow(new Refusal('forbidden', 'see-office'));
});
