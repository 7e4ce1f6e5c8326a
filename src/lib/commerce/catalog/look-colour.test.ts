import { expect, test } from 'vitest';
import { lookColour } from './look-colour.ts';

test('names are found in any case and inside longer names', () => {
  expect(lookColour('Marigold')).toBe('#e3a02f');
  expect(lookColour('Block print indigo')).toBe('#27346b');
});

test('a value that names no colour has none', () => {
  expect(lookColour('Festival')).toBeUndefined();
  expect(lookColour('2 tiers')).toBeUndefined();
  expect(lookColour('constructor')).toBeUndefined();
});
