import { setup } from 'xstate';

export const handOverStates = ['offered', 'claimed', 'expired', 'revoked', 'ended'] as const;
export type HandOverState = (typeof handOverStates)[number];

/** `expiresAt` is ISO. */
export type HandOverContext = { expiresAt: string };
export type HandOverMove = { type: 'claim'; at: string } | { type: 'expire'; at: string } | { type: 'revoke' } | { type: 'end' };

/** A code that lets somebody else into a cart: used once, or not at all. What it opened lasts until it is ended. */
export const handOverMachine = setup({
  types: { context: {} as HandOverContext, input: {} as HandOverContext, events: {} as HandOverMove },
  guards: {
    inTime: ({ context, event }) => event.type === 'claim' && Date.parse(event.at) < Date.parse(context.expiresAt),
    lapsed: ({ context, event }) => event.type === 'expire' && Date.parse(event.at) >= Date.parse(context.expiresAt)
  }
}).createMachine({
  id: 'hand-over',
  context: ({ input }) => input,
  initial: 'offered',
  states: {
    offered: {
      on: { claim: { guard: 'inTime', target: 'claimed' }, expire: { guard: 'lapsed', target: 'expired' }, revoke: 'revoked' }
    },
    claimed: { on: { end: 'ended' } },
    expired: { type: 'final' },
    revoked: { type: 'final' },
    ended: { type: 'final' }
  }
});
