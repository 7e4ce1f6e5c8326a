import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { faqEntryMachine, faqEntryStates, type FaqEntryMove } from './faq-entry.machine.ts';

const events: Record<string, FaqEntryMove> = { publish: { type: 'publish' }, reject: { type: 'reject' }, withdraw: { type: 'withdraw' } };

test('only a draft is published, and what is withdrawn or rejected stays so', () => {
  expect(movesOf(faqEntryMachine, { events, context: {} })).toEqual({
    draft: { publish: 'published', reject: 'rejected', withdraw: 'withdrawn' },
    published: { withdraw: 'withdrawn' },
    withdrawn: {},
    rejected: {}
  });
  expect(statesReached(faqEntryMachine, { events, context: {} })).toEqual([...faqEntryStates].toSorted());
});
