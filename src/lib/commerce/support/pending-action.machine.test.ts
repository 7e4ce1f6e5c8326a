import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { pendingActionMachine, pendingActionStates, type PendingActionMove } from './pending-action.machine.ts';

const events: Record<string, PendingActionMove> = Object.fromEntries(
  (['confirm', 'approve', 'decline', 'finish', 'refuse', 'withdraw', 'expire'] as const).map((type) => [type, { type }])
);

test('what costs little is done when its shopper confirms it, and what has ended stays so', () => {
  expect(movesOf(pendingActionMachine, { events, context: { needsStaff: false } })).toEqual({
    waiting: { confirm: 'confirming', withdraw: 'withdrawn', expire: 'expired' },
    with_staff: { approve: 'confirming', decline: 'refused', withdraw: 'withdrawn', expire: 'expired' },
    confirming: { finish: 'done', refuse: 'refused' },
    done: {},
    refused: {},
    withdrawn: {},
    expired: {}
  });
});

test('what is worth a second yes waits for one of us, and no confirmation gets past that', () => {
  const moves = movesOf(pendingActionMachine, { events, context: { needsStaff: true } });
  expect(moves['waiting']).toEqual({ confirm: 'with_staff', withdraw: 'withdrawn', expire: 'expired' });
});

test('every state is reached', () => {
  const reached = [true, false].flatMap((needsStaff) => statesReached(pendingActionMachine, { events, context: { needsStaff } }));
  expect([...new Set(reached)].toSorted()).toEqual([...pendingActionStates].toSorted());
});
