import { expect, test } from 'vitest';
import { hasWrongCheckDigit } from './check-digit.ts';

test.each(['4006381333931', '96385074', '036000291452', '10012345678902'])('%s has the right check digit', (barcode) => {
  expect(hasWrongCheckDigit(barcode)).toBe(false);
});

test.each(['4006381333932', '96385075', '036000291453', '10012345678903'])('%s has a wrong one', (barcode) => {
  expect(hasWrongCheckDigit(barcode)).toBe(true);
});

test('two neighbouring digits in the wrong order are noticed', () => {
  expect(hasWrongCheckDigit('4006318333931')).toBe(true);
});

test.each(['12345', '978-3-16', 'ABC12345', '12345678901'])('%s is no barcode of that kind', (barcode) => {
  expect(hasWrongCheckDigit(barcode)).toBe(false);
});
