import { setup } from 'xstate';

export const consentStates = ['offered', 'open', 'withdrawn', 'lapsed', 'ended'] as const;
export type ConsentState = (typeof consentStates)[number];

/** `expiresAt` is ISO: of the code while it is offered, of the look while it is open. */
export type ConsentContext = { expiresAt: string };
export type ConsentMove = { type: 'open'; at: string } | { type: 'lapse'; at: string } | { type: 'withdraw' } | { type: 'end' };

/** A customer lets somebody look: the code opens once, and what it opened ends by itself if nobody ends it sooner. */
export const consentMachine = setup({
  types: { context: {} as ConsentContext, input: {} as ConsentContext, events: {} as ConsentMove },
  guards: {
    inTime: ({ context, event }) => event.type === 'open' && Date.parse(event.at) < Date.parse(context.expiresAt),
    over: ({ context, event }) => event.type === 'lapse' && Date.parse(event.at) >= Date.parse(context.expiresAt)
  }
}).createMachine({
  id: 'consent',
  context: ({ input }) => input,
  initial: 'offered',
  states: {
    offered: {
      on: { open: { guard: 'inTime', target: 'open' }, withdraw: 'withdrawn', lapse: { guard: 'over', target: 'lapsed' } }
    },
    open: { on: { end: 'ended', lapse: { guard: 'over', target: 'ended' } } },
    withdrawn: { type: 'final' },
    lapsed: { type: 'final' },
    ended: { type: 'final' }
  }
});
