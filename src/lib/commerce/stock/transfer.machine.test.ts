import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { transferMachine, transferStates, type TransferMove } from './transfer.machine.ts';

const events = {
  pick: { type: 'pick' },
  empty: { type: 'empty' },
  ship: { type: 'ship' },
  part: { type: 'receive', isLast: false },
  last: { type: 'receive', isLast: true },
  close: { type: 'close' }
} satisfies Record<string, TransferMove>;

test('a box moves as the table says and in no other way', () => {
  expect(movesOf(transferMachine, { events, context: {} })).toEqual({
    planned: { pick: 'picked' },
    picked: { pick: 'picked', empty: 'planned', ship: 'in_transit' },
    in_transit: { part: 'in_transit', last: 'received' },
    received: { close: 'closed' },
    closed: {}
  });
});

test('every state of a box is named and can be reached', () => {
  expect(statesReached(transferMachine, { events, context: {} })).toEqual([...transferStates].toSorted());
});
