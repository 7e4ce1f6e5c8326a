import { setup } from 'xstate';

export const ticketStates = ['open', 'assigned', 'waiting', 'closed', 'reopened'] as const;
export type TicketState = (typeof ticketStates)[number];

export type TicketMove =
  /** One of us takes it, or gives it to another. */
  | { type: 'take' }
  | { type: 'give' }
  /** Whoever has it lets it go: it is anybody's again. */
  | { type: 'release' }
  /** Whoever has it said something, and the shopper is to say something next; or goes on with it themselves. */
  | { type: 'answer' }
  | { type: 'keep' }
  /** The shopper said something. */
  | { type: 'hear' }
  | { type: 'close' }
  | { type: 'reopen' };

/** What a person goes on with. While it is `waiting` it waits for its shopper, and its clock stands still. */
export const ticketMachine = setup({
  types: { events: {} as TicketMove }
}).createMachine({
  id: 'ticket',
  initial: 'open',
  states: {
    open: { on: { take: 'assigned', give: 'assigned', hear: 'open' } },
    assigned: { on: { give: 'assigned', release: 'open', answer: 'waiting', keep: 'assigned', hear: 'assigned', close: 'closed' } },
    waiting: { on: { give: 'waiting', release: 'open', answer: 'waiting', keep: 'assigned', hear: 'assigned', close: 'closed' } },
    closed: { on: { reopen: 'reopened' } },
    reopened: { on: { take: 'assigned', give: 'assigned', hear: 'reopened' } }
  }
});
