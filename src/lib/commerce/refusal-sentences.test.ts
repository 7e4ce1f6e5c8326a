import { expect, test } from 'vitest';
import { sentenceFor } from './refusal-sentences.ts';

test('how many are left is said, whatever stands behind the number', () => {
  expect(sentenceFor('not-enough-stock', '2 0199f0a0-0000-7000-8000-000000000001')).toBe('Only 2 left. Take 2 or fewer.');
  expect(sentenceFor('not-enough-stock', '2')).toBe('Only 2 left. Take 2 or fewer.');
});

test('an id is nothing to show to people, a title is', () => {
  expect(sentenceFor('out-of-stock', '0199f0a0-0000-7000-8000-000000000001')).toBe('None left. Somebody took the last one just now.');
  expect(sentenceFor('out-of-stock', 'Mug, sea')).toBe('None left of Mug, sea.');
});

test('a refusal without a detail still says what to do', () => {
  expect(sentenceFor('price-changed', 'price-changed')).toBe(
    'The price of something here changed since you looked. See the new price before you go on.'
  );
});

test('waiting times are told in seconds while they are short and in minutes after that', () => {
  expect(sentenceFor('too-many-requests', '40')).toBe('That was too often. Try again in 40 seconds.');
  expect(sentenceFor('too-many-requests', '841')).toBe('That was too often. Try again in 15 minutes.');
  expect(sentenceFor('too-many-requests')).toBe('That was too often. Try again in a few minutes.');
});
