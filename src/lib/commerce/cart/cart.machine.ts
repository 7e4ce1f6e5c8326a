import { setup } from 'xstate';

export const cartStates = ['active', 'checkout', 'handed_off', 'abandoned', 'placed', 'merged', 'expired'] as const;
export type CartState = (typeof cartStates)[number];

export type CartContext = { cartId: string };
export type CartMove =
  | { type: 'checkout' }
  | { type: 'back' }
  /** What was looked at again just before placing: whether prices, holds and promise still stand as shown. */
  | { type: 'place'; still: { prices: boolean; holds: boolean; promise: boolean } }
  | { type: 'handoff' }
  | { type: 'claim' }
  | { type: 'timeout' }
  /** `into` names the cart that took the lines. */
  | { type: 'merge'; into: string }
  /** The merge is taken back: the cart is again what it was before. */
  | { type: 'part'; was: 'active' | 'checkout' }
  | { type: 'idle' }
  | { type: 'return' }
  | { type: 'expire' };

/** A cart, from the first line to an order, another cart or oblivion. Steps within checkout are data of the row, not states. */
export const cartMachine = setup({
  types: { context: {} as CartContext, input: {} as CartContext, events: {} as CartMove },
  guards: {
    allStillStands: ({ event }) => event.type === 'place' && event.still.prices && event.still.holds && event.still.promise,
    intoAnother: ({ context, event }) => event.type === 'merge' && event.into !== '' && event.into !== context.cartId,
    wasInCheckout: ({ event }) => event.type === 'part' && event.was === 'checkout'
  }
}).createMachine({
  id: 'cart',
  context: ({ input }) => input,
  initial: 'active',
  states: {
    active: { on: { checkout: 'checkout', handoff: 'handed_off', merge: { guard: 'intoAnother', target: 'merged' }, idle: 'abandoned' } },
    checkout: {
      on: {
        place: { guard: 'allStillStands', target: 'placed' },
        back: 'active',
        handoff: 'handed_off',
        merge: { guard: 'intoAnother', target: 'merged' }
      }
    },
    handed_off: { on: { claim: 'active', timeout: 'active' } },
    abandoned: { on: { return: 'active', expire: 'expired' } },
    placed: { type: 'final' },
    merged: { on: { part: [{ guard: 'wasInCheckout', target: 'checkout' }, { target: 'active' }] } },
    expired: { type: 'final' }
  }
});
