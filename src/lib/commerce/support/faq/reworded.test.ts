import { expect, test } from 'vitest';
import { polished } from './reworded.ts';

const before = { question: 'gift wrap available?', answer: 'yes we wrap it for 49 rs, takes 2 days' };

test('other words are taken, other figures and empty words are not', () => {
  const after = { question: 'Do you wrap gifts?', answer: 'Yes, for ₹49. It takes 2 days.' };
  expect(polished(before, after)).toEqual(after);
  expect(polished(before, { ...after, answer: 'Yes, for ₹39. It takes 2 days.' })).toBe(before);
  expect(polished(before, { ...after, question: ' ' })).toBe(before);
  expect(polished(before, { ...after, answer: `${after.answer}${' '.repeat(3_000)}x` })).toBe(before);
});
