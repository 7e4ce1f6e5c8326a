import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { orderChangeMachine, orderChangeStates, type OrderChangeMove } from './order-change.machine.ts';

const events: Record<string, OrderChangeMove> = Object.fromEntries(
  (['decline', 'confirm', 'pay', 'lapse', 'undo', 'settle'] as const).map((type) => [type, { type }])
);

test('a change that costs nothing is made at once and can be taken back', () => {
  expect(movesOf(orderChangeMachine, { events, context: { costsMore: false, isUndoable: true } })).toEqual({
    requested: { decline: 'declined', confirm: 'confirmed' },
    awaiting_payment: { pay: 'confirmed', lapse: 'lapsed' },
    confirmed: { undo: 'undone', settle: 'settled' },
    declined: {},
    undone: {},
    settled: {},
    lapsed: {}
  });
});

test('a change that costs more is made when it is paid; what cannot be taken back stays', () => {
  const moves = movesOf(orderChangeMachine, { events, context: { costsMore: true, isUndoable: false } });
  expect(moves).toMatchObject({ requested: { confirm: 'awaiting_payment' }, confirmed: { settle: 'settled' } });
  expect(moves['confirmed']).not.toHaveProperty('undo');
});

test('every state is reached by one or the other', () => {
  const cheap = statesReached(orderChangeMachine, { events, context: { costsMore: false, isUndoable: true } });
  const dear = statesReached(orderChangeMachine, { events, context: { costsMore: true, isUndoable: true } });
  expect([...new Set([...cheap, ...dear])].toSorted()).toEqual([...orderChangeStates].toSorted());
});
