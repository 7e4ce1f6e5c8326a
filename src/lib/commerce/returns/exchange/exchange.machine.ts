import { setup } from 'xstate';

export const exchangeStates = ['asked', 'awaiting_payment', 'held', 'released', 'given_back'] as const;
export type ExchangeState = (typeof exchangeStates)[number];

/** `costsMore`: something is to be paid before the new thing is bound. */
export type ExchangeContext = { costsMore: boolean };
export type ExchangeMove =
  | { type: 'confirm' }
  | { type: 'pay' }
  /** What it waited for has come: the new thing goes out. */
  | { type: 'release' }
  /** The return ended, nothing that counts came, or it was not paid: the new thing is for sale again. */
  | { type: 'give-back' };

/** The new thing of a return: bound for its shopper at once, and sent when the return's moment has come. */
export const exchangeMachine = setup({
  types: { context: {} as ExchangeContext, input: {} as ExchangeContext, events: {} as ExchangeMove },
  guards: { costsMore: ({ context }) => context.costsMore }
}).createMachine({
  id: 'exchange',
  context: ({ input }) => input,
  initial: 'asked',
  states: {
    asked: { on: { confirm: [{ guard: 'costsMore', target: 'awaiting_payment' }, { target: 'held' }] } },
    awaiting_payment: { on: { pay: 'held', 'give-back': 'given_back' } },
    held: { on: { release: 'released', 'give-back': 'given_back' } },
    released: { type: 'final' },
    given_back: { type: 'final' }
  }
});
