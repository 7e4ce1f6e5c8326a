import { setup } from 'xstate';

export const orderLifeStates = ['placed', 'confirmed', 'on_hold', 'completed', 'cancelled', 'closed'] as const;
export type OrderLifeState = (typeof orderLifeStates)[number];

/** `heldFrom` is where a held order goes back to; null while it is not held. */
export type OrderLifeContext = { unitsHandedOver: number; heldFrom: 'placed' | 'confirmed' | null };
export type OrderLifeMove =
  | { type: 'accept' }
  | { type: 'hold'; reason: 'fraud' | 'address' | 'payment' }
  | { type: 'release' }
  | { type: 'cancel' }
  | { type: 'all-lines-terminal' }
  /** Another thing goes out for one that came back. */
  | { type: 'more-comes' }
  | { type: 'window-over' };

/**
 * The life of an order. Fulfilment, returns and promises are derived from their own rows and never set here.
 * Once a unit is handed over the order as a whole can no longer be cancelled, not even by way of a hold: only its open lines can.
 */
export const orderLifeMachine = setup({
  types: { context: {} as OrderLifeContext, input: {} as OrderLifeContext, events: {} as OrderLifeMove },
  guards: {
    nothingHandedOver: ({ context }) => context.unitsHandedOver === 0,
    wasPlaced: ({ context }) => context.heldFrom === 'placed',
    wasConfirmed: ({ context }) => context.heldFrom === 'confirmed'
  }
}).createMachine({
  id: 'order-life',
  context: ({ input }) => input,
  initial: 'placed',
  states: {
    placed: { on: { accept: 'confirmed', hold: 'on_hold', cancel: 'cancelled' } },
    confirmed: { on: { hold: 'on_hold', cancel: { guard: 'nothingHandedOver', target: 'cancelled' }, 'all-lines-terminal': 'completed' } },
    on_hold: {
      on: {
        release: [
          { guard: 'wasPlaced', target: 'placed' },
          { guard: 'wasConfirmed', target: 'confirmed' }
        ],
        cancel: { guard: 'nothingHandedOver', target: 'cancelled' }
      }
    },
    completed: { on: { 'more-comes': 'confirmed', 'window-over': 'closed' } },
    cancelled: { type: 'final' },
    closed: { type: 'final' }
  }
});
