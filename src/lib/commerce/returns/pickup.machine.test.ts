import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { pickupMachine, pickupStates, type PickupMove } from './pickup.machine.ts';

const events: Record<string, PickupMove> = Object.fromEntries(
  (['book', 'fail', 'fetch', 'call-off', 'cancel', 'keep'] as const).map((type) => [type, { type }])
);

test('each state with each event: what was called off is never booked again, and an answer that comes late calls it off anew', () => {
  expect(movesOf(pickupMachine, { events, context: {} })).toEqual({
    asked: { book: 'booked', fail: 'failed', 'call-off': 'ending' },
    booked: { fetch: 'fetched', 'call-off': 'ending' },
    ending: { book: 'ending', cancel: 'cancelled', keep: 'kept' },
    cancelled: { book: 'ending', cancel: 'cancelled', keep: 'kept' },
    failed: {},
    fetched: {},
    kept: {}
  });
  expect(statesReached(pickupMachine, { events, context: {} }).toSorted()).toEqual([...pickupStates].toSorted());
});
