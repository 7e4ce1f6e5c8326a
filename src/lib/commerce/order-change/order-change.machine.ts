import { setup } from 'xstate';

export const orderChangeStates = ['requested', 'declined', 'awaiting_payment', 'confirmed', 'undone', 'settled', 'lapsed'] as const;
export type OrderChangeState = (typeof orderChangeStates)[number];

/** `costsMore`: something is to be paid before it is made. `isUndoable`: it can be taken back for a while. */
export type OrderChangeContext = { costsMore: boolean; isUndoable: boolean };
export type OrderChangeMove =
  | { type: 'decline' }
  | { type: 'confirm' }
  | { type: 'pay' }
  /** It was not paid in time, or the bank said no. */
  | { type: 'lapse' }
  | { type: 'undo' }
  /** The time to take it back is over. */
  | { type: 'settle' };

/**
 * One change of an order after it was placed. What a policy declines is no change: it is kept apart, as a "no". A change that costs more is made
 * when it is paid.
 */
export const orderChangeMachine = setup({
  types: { context: {} as OrderChangeContext, input: {} as OrderChangeContext, events: {} as OrderChangeMove },
  guards: {
    costsMore: ({ context }) => context.costsMore,
    isUndoable: ({ context }) => context.isUndoable
  }
}).createMachine({
  id: 'order-change',
  context: ({ input }) => input,
  initial: 'requested',
  states: {
    requested: { on: { decline: 'declined', confirm: [{ guard: 'costsMore', target: 'awaiting_payment' }, { target: 'confirmed' }] } },
    awaiting_payment: { on: { pay: 'confirmed', lapse: 'lapsed' } },
    confirmed: { on: { undo: { guard: 'isUndoable', target: 'undone' }, settle: 'settled' } },
    declined: { type: 'final' },
    undone: { type: 'final' },
    settled: { type: 'final' },
    lapsed: { type: 'final' }
  }
});
