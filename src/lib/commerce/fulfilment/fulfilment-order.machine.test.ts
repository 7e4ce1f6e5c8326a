import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import {
  fulfilmentOrderMachine,
  fulfilmentOrderStates,
  type FulfilmentOrderContext,
  type FulfilmentOrderMove
} from './fulfilment-order.machine.ts';

const ship: FulfilmentOrderContext = { method: 'ship', units: 3, isAllocated: true };
const carried: FulfilmentOrderContext = { method: 'carry_out', units: 3, isAllocated: true };
const pickup: FulfilmentOrderContext = { method: 'pickup', units: 3, isAllocated: false };
const events = {
  source: { type: 'source' },
  schedule: { type: 'schedule', date: '2026-12-01' },
  none: { type: 'none' },
  due: { type: 'due' },
  release: { type: 'release' },
  hold: { type: 'hold' },
  'reroute(fits)': { type: 'reroute', toNode: 'n2' },
  'reroute(none fits)': { type: 'reroute', toNode: null },
  accept: { type: 'accept' },
  reject: { type: 'reject', reason: 'not-found' },
  picked: { type: 'picked', verifiedUnits: 3 },
  short: { type: 'short', foundUnits: 1 },
  handover: { type: 'handover' },
  ready: { type: 'ready' },
  collect: { type: 'collect', codeMatches: true },
  'carry-out': { type: 'carry-out' },
  expire: { type: 'expire' },
  'all-delivered': { type: 'all-delivered' },
  close: { type: 'close' },
  'auto-cancel': { type: 'auto-cancel' },
  cancel: { type: 'cancel' }
} satisfies Record<string, FulfilmentOrderMove>;

const reroutes = { 'reroute(fits)': 'allocated', 'reroute(none fits)': 'unsourced' };
const inCommon = {
  unsourced: { source: 'allocated', schedule: 'scheduled', none: 'unfillable' },
  allocated: { release: 'released', ...reroutes, hold: 'on_hold', cancel: 'cancelled' },
  released: { accept: 'picking', reject: 'unsourced', ...reroutes, cancel: 'cancelled' },
  picking: { picked: 'packed', short: 'picking', reject: 'unsourced' },
  ready_for_pickup: { collect: 'collected', expire: 'uncollected', cancel: 'cancelled' },
  shipped: { 'all-delivered': 'closed' },
  collected: { close: 'closed' },
  unfillable: { source: 'allocated', 'auto-cancel': 'cancelled' },
  closed: {},
  cancelled: {},
  uncollected: {}
};

test('a fulfilment order to be shipped moves as the table says and in no other way', () => {
  expect(movesOf(fulfilmentOrderMachine, { events, context: ship })).toEqual({
    ...inCommon,
    scheduled: { due: 'allocated', cancel: 'cancelled' },
    on_hold: { release: 'allocated', cancel: 'cancelled' },
    packed: { handover: 'shipped', cancel: 'cancelled' }
  });
});

test('a fulfilment order to be picked up moves as the table says and in no other way', () => {
  expect(movesOf(fulfilmentOrderMachine, { events, context: pickup })).toEqual({
    ...inCommon,
    scheduled: { due: 'unsourced', cancel: 'cancelled' },
    on_hold: { release: 'unsourced', cancel: 'cancelled' },
    packed: { ready: 'ready_for_pickup', cancel: 'cancelled' }
  });
});

test('a fulfilment order that is carried out goes from the shelf to the customer in one step', () => {
  expect(movesOf(fulfilmentOrderMachine, { events, context: carried })).toEqual({
    ...inCommon,
    allocated: { ...inCommon.allocated, 'carry-out': 'collected' },
    scheduled: { due: 'allocated', cancel: 'cancelled' },
    on_hold: { release: 'allocated', cancel: 'cancelled' },
    packed: { cancel: 'cancelled' }
  });
});

test('every state of a fulfilment order is named and can be reached by one method or the other', () => {
  const reached = [ship, pickup].flatMap((context) => statesReached(fulfilmentOrderMachine, { events, context }));
  expect([...new Set(reached)].toSorted()).toEqual([...fulfilmentOrderStates].toSorted());
});

test('a pick with a unit too few or too many verified is not packed', () => {
  const wrong = { few: { type: 'picked', verifiedUnits: 2 }, many: { type: 'picked', verifiedUnits: 4 } } satisfies Record<
    string,
    FulfilmentOrderMove
  >;
  expect(movesOf(fulfilmentOrderMachine, { events: wrong, context: ship })['picking']).toEqual({});
});

test('short means some but not all: none found is a rejection, all found is picked', () => {
  const wrong = { none: { type: 'short', foundUnits: 0 }, all: { type: 'short', foundUnits: 3 } } satisfies Record<
    string,
    FulfilmentOrderMove
  >;
  expect(movesOf(fulfilmentOrderMachine, { events: wrong, context: ship })['picking']).toEqual({});
});

test('without the right code nothing is collected', () => {
  const collect = { type: 'collect', codeMatches: false } satisfies FulfilmentOrderMove;
  expect(movesOf(fulfilmentOrderMachine, { events: { collect }, context: pickup })['ready_for_pickup']).toEqual({});
});
