import { expect, test } from 'vitest';
import { standardPolicy } from '../../policies/standard-policy.ts';
import { answeredInTalks, type TalkMessage } from './answered-in-talks.ts';
import { draftsFromStatistics, draftsFromTalks, notInHand, type EntryBefore } from './draft-entries.ts';
import { ownItems } from './faq-items.ts';

const AT = '2026-11-26T05:00:00.000Z';
const live = ownItems({ profile: 'standard', version: 3, terms: standardPolicy }, []);
const talk = (threadId: string, ...said: [TalkMessage['author'], string][]): TalkMessage[] =>
  said.map(([author, words], at) => ({ messageId: `${threadId}/${at}`, threadId, author, words, at: AT, whose: threadId, known: [] }));
const WRAPPED = ['do you gift wrap?', 'gift wrap possible', 'can you gift wrap it'].flatMap((words, at) =>
  talk(`w${at}`, ['shopper', words], ['assistant', 'A person goes on.'], ['staff', 'Hello!'], ['staff', 'Yes, for ₹49, gladly.'])
);

test('a question is what stood before one of us spoke, and its answer the most that was said to it', () => {
  const said = answeredInTalks(
    talk('a', ['shopper', 'hi'], ['assistant', 'Hello.'], ['shopper', 'do you gift wrap?'], ['staff', 'Yes.'], ['shopper', 'and ribbons?'])
  );
  expect(said).toEqual([{ messageId: 'a/2', whose: 'a', question: 'do you gift wrap?', reply: 'Yes.', at: AT }]);
  expect(answeredInTalks(talk('b', ['staff', 'Your parcel is late.'], ['shopper', 'ok']))).toEqual([]);
  expect(answeredInTalks(talk('c', ['shopper', '😀'], ['staff', 'Hello?']))).toEqual([]);
});

test('what the shop does not know is answered with a person’s words', () => {
  expect(draftsFromTalks(answeredInTalks(WRAPPED), { live, products: [] })).toEqual([
    {
      question: 'Do you gift wrap?',
      answer: 'Yes, for ₹49, gladly.',
      asked: 3,
      restsOn: { what: 'person', at: AT, product: null, policy: null },
      messageIds: ['w0/0', 'w1/0', 'w2/0']
    }
  ]);
});

test('what a rule says is answered by the rule, whatever was said in the talk', () => {
  const asked = ['how long do i have to give something back', 'how long do i have to give it back', 'how long to give back'];
  const messages = asked.flatMap((words, at) => talk(`r${at}`, ['shopper', words], ['staff', 'A year!']));
  expect(draftsFromTalks(answeredInTalks(messages), { live, products: [] })).toMatchObject([
    {
      answer: expect.stringContaining('30 days') as string,
      restsOn: { what: 'policy', profile: 'standard', version: 3, rule: 'returns.days' }
    }
  ]);
});

test('what is in hand is not drafted again, what was withdrawn by itself is, and what was taken away by hand is not', () => {
  const drafts = draftsFromTalks(answeredInTalks(WRAPPED), { live, products: [] });
  const before = (state: EntryBefore['state'], reason: EntryBefore['reason'] = null): EntryBefore[] => [
    { state, reason, restsOn: { what: 'checkout' }, messageIds: ['w1/0'] }
  ];
  const left = (entries: EntryBefore[]) => notInHand(drafts, entries).length;
  expect([left([]), left(before('draft')), left(before('published')), left(before('rejected'))]).toEqual([1, 0, 0, 0]);
  expect([left(before('withdrawn', 'policy-switched')), left(before('withdrawn', 'by-hand'))]).toEqual([1, 0]);
});

test('a figure is drafted when there is enough of it, and again when it has moved', () => {
  const figure = { name: 'delivery.city' as const, value: 2, count: 20, since: AT, at: AT };
  expect(draftsFromStatistics([{ ...figure, count: 19 }])).toEqual([]);
  const [draft] = draftsFromStatistics([figure]);
  expect(draft).toMatchObject({ question: 'How many days do parcels really take in town?', restsOn: { what: 'statistic', ...figure } });
  const rejected = (value: number): EntryBefore[] => [
    { state: 'rejected', reason: null, restsOn: { what: 'statistic', ...figure, value }, messageIds: [] }
  ];
  expect([notInHand([draft!], rejected(2)).length, notInHand([draft!], rejected(3)).length]).toEqual([0, 1]);
});
