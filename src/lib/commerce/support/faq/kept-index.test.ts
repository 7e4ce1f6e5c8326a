import { expect, test } from 'vitest';
import type { FaqItem } from './faq-item.ts';
import { findAnswers } from './find-answers.ts';
import { keptIndex } from './kept-index.ts';

const item = (id: string, question: string, answer = 'So it is.'): FaqItem => ({
  id,
  group: 'asked',
  question,
  alsoAsked: [],
  answer,
  source: { what: 'policy', profile: 'p', version: 1, rule: 'cancel' },
  approved: null
});

test('the same items have one index, also when they were read anew; other words, or one item more, have another', () => {
  const items = [item('a', 'Can I cancel an order?'), item('b', 'Do you wrap gifts?')];
  const index = keptIndex(items);
  expect(keptIndex(structuredClone(items))).toBe(index);
  const changed = keptIndex([items[0]!, item('b', 'Do you wrap gifts?', 'No more.')]);
  expect(findAnswers(changed, 'do you wrap gifts')[0]!.item.answer).toBe('No more.');
  expect(keptIndex([...items, item('c', 'Do you sell plants?')])).not.toBe(index);
});

test('of many only the last few are kept', () => {
  const items = [item('a', 'Can I cancel an order?')];
  const index = keptIndex(items);
  for (let n = 0; n < 20; n += 1) keptIndex([item(`n${n}`, `Question ${n}?`)]);
  expect(keptIndex(items)).not.toBe(index);
});
