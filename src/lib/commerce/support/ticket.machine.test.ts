import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { ticketMachine, ticketStates, type TicketMove } from './ticket.machine.ts';

const events: Record<string, TicketMove> = Object.fromEntries(
  (['take', 'give', 'release', 'answer', 'keep', 'hear', 'close', 'reopen'] as const).map((type) => [type, { type }])
);
const trial = { events, context: {} };

test('somebody has it before it is answered or closed, and everything else is refused', () => {
  expect(movesOf(ticketMachine, trial)).toEqual({
    open: { take: 'assigned', give: 'assigned', hear: 'open' },
    assigned: { give: 'assigned', release: 'open', answer: 'waiting', keep: 'assigned', hear: 'assigned', close: 'closed' },
    waiting: { give: 'waiting', release: 'open', answer: 'waiting', keep: 'assigned', hear: 'assigned', close: 'closed' },
    closed: { reopen: 'reopened' },
    reopened: { take: 'assigned', give: 'assigned', hear: 'reopened' }
  });
});

test('every state is reached', () => {
  expect(statesReached(ticketMachine, trial)).toEqual([...ticketStates].toSorted());
});
