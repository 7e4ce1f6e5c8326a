import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { returnMachine, returnStates, type ReturnMove } from './return.machine.ts';

const events = {
  approve: { type: 'approve' },
  decline: { type: 'decline' },
  appeal: { type: 'appeal' },
  cancel: { type: 'cancel' },
  expire: { type: 'expire' },
  label: { type: 'label' },
  'drop-at-store': { type: 'drop-at-store' },
  'first-scan': { type: 'first-scan' },
  accept: { type: 'accept' },
  'receive some': { type: 'receive', units: 1, isAll: false },
  'receive the rest': { type: 'receive', units: 2, isAll: false },
  'receive nothing more': { type: 'receive', units: 0, isAll: true },
  'receive nothing': { type: 'receive', units: 0, isAll: false },
  keep: { type: 'keep' },
  inspect: { type: 'inspect' },
  'grade some': { type: 'grade', units: 1 },
  'grade all': { type: 'grade', units: 2 },
  settle: { type: 'settle' },
  close: { type: 'close' }
} satisfies Record<string, ReturnMove>;
const context = { announced: 2, received: 0, graded: 0, isAppealed: false };

const given = (from: string) => ({ 'receive some': from, 'receive the rest': 'received', 'receive nothing more': 'received' });

test('each state with each event', () => {
  expect(movesOf(returnMachine, { events, context })).toEqual({
    requested: { approve: 'approved', decline: 'declined', cancel: 'cancelled' },
    declined: { appeal: 'requested' },
    approved: {
      label: 'label_issued',
      'drop-at-store': 'store_dropoff',
      keep: 'dispositioned',
      expire: 'expired',
      cancel: 'cancelled',
      accept: 'dropped_off'
    },
    label_issued: {
      'first-scan': 'in_transit',
      'drop-at-store': 'store_dropoff',
      accept: 'dropped_off',
      expire: 'expired',
      cancel: 'cancelled',
      ...given('in_transit')
    },
    store_dropoff: { 'drop-at-store': 'store_dropoff', accept: 'dropped_off', expire: 'expired', cancel: 'cancelled' },
    in_transit: { accept: 'dropped_off', ...given('in_transit') },
    dropped_off: given('dropped_off'),
    received: { inspect: 'inspecting' },
    inspecting: { 'grade some': 'inspecting', 'grade all': 'dispositioned' },
    dispositioned: { settle: 'settled' },
    settled: { close: 'closed' },
    closed: {},
    cancelled: {},
    expired: {}
  });
});

test('whoever has appealed before does not again', () => {
  const { declined } = movesOf(returnMachine, { events, context: { ...context, isAppealed: true } });
  expect(declined).toEqual({});
});

test('some walk reaches every state', () => {
  expect(statesReached(returnMachine, { events, context })).toEqual(returnStates.toSorted());
});
