import { setup } from 'xstate';

export const faqEntryStates = ['draft', 'published', 'withdrawn', 'rejected'] as const;
export type FaqEntryState = (typeof faqEntryStates)[number];

export type FaqEntryMove =
  /** One of us read it and lets it go out. */
  | { type: 'publish' }
  | { type: 'reject' }
  /** What it rests on is not so any more, or one of us takes it away. */
  | { type: 'withdraw' };

/** A question with its answer that was found in talks or counted. Nothing but a person's yes leads out to the shoppers. */
export const faqEntryMachine = setup({ types: { context: {}, input: {}, events: {} as FaqEntryMove } }).createMachine({
  id: 'faq-entry',
  context: {},
  initial: 'draft',
  states: {
    draft: { on: { publish: 'published', reject: 'rejected', withdraw: 'withdrawn' } },
    published: { on: { withdraw: 'withdrawn' } },
    withdrawn: { type: 'final' },
    rejected: { type: 'final' }
  }
});
