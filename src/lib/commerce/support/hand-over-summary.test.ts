import { expect, test } from 'vitest';
import { moodOf } from './hand-over-summary.ts';

test('a mood is what the words show, and calm where they show none', () => {
  expect(moodOf(['where is my lamp', 'a person please'])).toBe('calm');
  expect(moodOf(['I need it urgently'])).toBe('urgent');
  expect(moodOf(['still not delivered'])).toBe('urgent');
  expect(moodOf(['this is the worst shop', 'a person please'])).toBe('angry');
  expect(moodOf(['WHERE IS MY PARCEL NOW'])).toBe('angry');
  expect(moodOf(['MZ-7K2P9Q4R1S'])).toBe('calm');
  expect(moodOf(['आपकी सेवा घटिया है'])).toBe('angry');
});
