import { expect, test } from 'vitest';
import { policyAnswer, policyTopics } from './policy-answers.ts';
import { standardPolicy } from './standard-policy.ts';

const live = { profile: 'standard', version: 1, terms: standardPolicy };
const answered = (topic: (typeof policyTopics)[number], terms = standardPolicy): string => policyAnswer({ ...live, terms }, topic).answer;

test('an answer says what the terms say, and another version another thing', () => {
  expect(answered('cancel')).toBe('An order, or a part of it, is cancelled until somebody begins to pack it.');
  expect(answered('returns')).toContain('Within 30 days of the day it came');
  expect(answered('returns')).toContain('5 % more');
  const other = { ...standardPolicy, returns: { ...standardPolicy.returns, days: 14, from: 'placed' as const, bonusPercent: 0 } };
  expect(answered('returns', other)).toContain('Within 14 days of the day of the order');
  expect(answered('returns', other)).not.toContain('more');
});

test('it says when money is taken', () => {
  expect(answered('payment')).toContain('with the order.');
  const other = { ...standardPolicy, payment: { ...standardPolicy.payment, take: 'on-leaving' as const } };
  expect(answered('payment', other)).toContain('the share of each parcel when that leaves');
});

test('what is not possible is said so', () => {
  const never = {
    ...standardPolicy,
    items: { ...standardPolicy.items, mostChanges: 0 },
    returns: { ...standardPolicy.returns, days: null, exchangeFor: 'nothing' as const }
  };
  expect([answered('items', never), answered('returns', never), answered('exchange', never)]).toEqual([
    'Things of an order are not changed for others. Cancel it and order anew.',
    'It was sold for good and does not come back. If something is wrong with it, tell us what.',
    'Nothing is exchanged. Give it back and order what you like instead.'
  ]);
});

test('each topic has a question and an answer in whole sentences', () => {
  for (const topic of policyTopics) {
    const { question, answer } = policyAnswer(live, topic);
    expect([question.at(-1), answer.at(-1)]).toEqual(['?', '.']);
    expect(answer).not.toContain('undefined');
  }
});
