import { setup } from 'xstate';

export const holdStates = ['held', 'converted', 'released', 'expired'] as const;

/** `expiresAt` is ISO. A payment that starts may extend once more than the shopper may: to cover its own time-out. */
export type HoldContext = { expiresAt: string; extensions: number; maxExtensions: number; extendedForPayment: boolean };
export type HoldMove =
  | { type: 'extend'; because: 'shopper' | 'payment'; at: string }
  | { type: 'convert'; at: string }
  | { type: 'release' }
  | { type: 'ttl'; at: string };

/** A soft reservation. It ends exactly once: as an allocation, given back or lapsed. */
export const holdMachine = setup({
  types: { context: {} as HoldContext, input: {} as HoldContext, events: {} as HoldMove },
  guards: {
    mayExtend: ({ context, event }) => event.type === 'extend' && isLive(context, event.at) && hasExtensionLeft(context, event.because),
    stillLive: ({ context, event }) => event.type === 'convert' && isLive(context, event.at),
    lapsed: ({ context, event }) => event.type === 'ttl' && !isLive(context, event.at)
  }
}).createMachine({
  id: 'hold',
  context: ({ input }) => input,
  initial: 'held',
  states: {
    held: {
      on: {
        extend: { guard: 'mayExtend', target: 'held' },
        convert: { guard: 'stillLive', target: 'converted' },
        release: 'released',
        ttl: { guard: 'lapsed', target: 'expired' }
      }
    },
    converted: { type: 'final' },
    released: { type: 'final' },
    expired: { type: 'final' }
  }
});

function isLive(hold: HoldContext, at: string): boolean {
  return Date.parse(at) < Date.parse(hold.expiresAt);
}

function hasExtensionLeft(hold: HoldContext, because: 'shopper' | 'payment'): boolean {
  return because === 'payment' ? !hold.extendedForPayment : hold.extensions < hold.maxExtensions;
}
