import { setup } from 'xstate';

export const transferStates = ['planned', 'picked', 'in_transit', 'received', 'closed'] as const;
export type TransferState = (typeof transferStates)[number];

/** `isLast`: nothing more of it will come, whether all of it came or not. */
export type TransferMove =
  { type: 'pick' } | { type: 'empty' } | { type: 'ship' } | { type: 'receive'; isLast: boolean } | { type: 'close' };

/** A box from one place to another. While it is being filled things still come out of it again; what never came is a difference at its end. */
export const transferMachine = setup({
  types: { events: {} as TransferMove },
  guards: { isLast: ({ event }) => event.type === 'receive' && event.isLast }
}).createMachine({
  id: 'transfer',
  initial: 'planned',
  states: {
    planned: { on: { pick: 'picked' } },
    picked: { on: { pick: 'picked', empty: 'planned', ship: 'in_transit' } },
    in_transit: { on: { receive: [{ guard: 'isLast', target: 'received' }, { target: 'in_transit' }] } },
    received: { on: { close: 'closed' } },
    closed: { type: 'final' }
  }
});
