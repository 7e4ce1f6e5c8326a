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

test('what stands between "send" and "back" is what is returned, and money given back is no return', () => {
  expect(faqWords('can I send the blue lamp back')).toEqual(faqWords('return blue lamp'));
  expect(faqWords('when do you give my money back')).not.toContain('=return');
});

test.each([
  ['ऑर्डर कैंसल करना है', 'cancel order'],
  ['रिफ़ंड कब आएगा', 'refund when'],
  ['रिफंड कब आएगा', 'refund when'],
  ['टूटा हुआ सामान मिला', 'broken']
])('Hindi in its own letters is known, with or without its dots: %s', (hindi, english) =>
  expect(faqWords(hindi).toSorted()).toEqual(faqWords(english).toSorted())
);
