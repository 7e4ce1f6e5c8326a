import { expect, test } from 'vitest';
import { faqWords } from './faq-words.ts';

test('words that say the same are one, and words that say nothing are gone', () => {
  expect(faqWords('How do I send it back?')).toEqual(faqWords('returning'));
  expect(faqWords('what is the')).toEqual([]);
});

test.each([
  ['refnd', '=refund'],
  ['delivrey', '=delivery'],
  ['delevery', '=delivery'],
  ['exchnage', '=exchange'],
  ['refundd', '=refund']
])('a slip of one letter is forgiven: %s', (word, meant) => expect(faqWords(word)).toEqual([meant]));

test.each(['older', 'brush', 'carpet', 'playing'])('%s is a word of its own', (word) =>
  expect(faqWords(word)).not.toContainEqual(expect.stringMatching(/^=(?:order|broken|card|pay)$/))
);
