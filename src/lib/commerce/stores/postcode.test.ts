import { expect, test } from 'vitest';
import { readPostcode } from './postcode.ts';

test.each([
  ['560038', '560038'],
  [' 560 038 ', '560038'],
  ['५६००३८', '560038'],
  ['۵۶۰۰۳۸', '560038'],
  ['56003', undefined],
  ['060038', undefined],
  ['5600388', undefined],
  ['PIN', undefined],
  ['', undefined],
  ['1'.repeat(5000), undefined]
])('%s in India', (typed, code) => {
  expect(readPostcode(typed, 'IN')).toBe(code);
});

test('a ZIP code may carry its four more digits', () => {
  expect(readPostcode('10001-1234', 'US')).toBe('10001');
});

test('a country we do not know has no postcodes', () => {
  expect(readPostcode('560038', 'XX')).toBeUndefined();
});
