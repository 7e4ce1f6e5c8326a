import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { orderLifeMachine, orderLifeStates, type OrderLifeContext, type OrderLifeMove } from './order-life.machine.ts';

const fresh: OrderLifeContext = { unitsHandedOver: 0, heldFrom: 'placed' };
const events = {
  accept: { type: 'accept' },
  hold: { type: 'hold', reason: 'fraud' },
  release: { type: 'release' },
  cancel: { type: 'cancel' },
  'all-lines-terminal': { type: 'all-lines-terminal' },
  'more-comes': { type: 'more-comes' },
  'window-over': { type: 'window-over' }
} satisfies Record<string, OrderLifeMove>;

test('an order lives as the table says and in no other way', () => {
  expect(movesOf(orderLifeMachine, { events, context: fresh })).toEqual({
    placed: { accept: 'confirmed', hold: 'on_hold', cancel: 'cancelled' },
    confirmed: { hold: 'on_hold', cancel: 'cancelled', 'all-lines-terminal': 'completed' },
    on_hold: { release: 'placed', cancel: 'cancelled' },
    completed: { 'more-comes': 'confirmed', 'window-over': 'closed' },
    cancelled: {},
    closed: {}
  });
});

test('every state of an order is named and can be reached', () => {
  expect(statesReached(orderLifeMachine, { events, context: fresh })).toEqual([...orderLifeStates].toSorted());
});

test('a released order goes back to where it was', () => {
  const confirmed = { ...fresh, heldFrom: 'confirmed' } as const;
  expect(movesOf(orderLifeMachine, { events, context: confirmed })['on_hold']).toMatchObject({ release: 'confirmed' });
  expect(movesOf(orderLifeMachine, { events, context: { ...fresh, heldFrom: null } })['on_hold']).not.toHaveProperty('release');
});

test('an order of which a unit was handed over is not cancelled, held or not', () => {
  const moves = movesOf(orderLifeMachine, { events, context: { unitsHandedOver: 1, heldFrom: 'confirmed' } });
  expect(moves['confirmed']).not.toHaveProperty('cancel');
  expect(moves['on_hold']).not.toHaveProperty('cancel');
});
