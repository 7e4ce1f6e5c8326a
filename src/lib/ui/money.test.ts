import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, minorDigits, plainAmount } from './money.ts';

test('rupees are grouped in lakhs and lose empty paise', () => {
  expect(formatMoney(123456700, 'INR')).toBe('₹12,34,567');
});

test('paise are written when there are some', () => {
  expect(formatMoney(149050, 'INR')).toBe('₹1,490.50');
});

test('rupees written by hand are those of Intl', () => {
  const intl = [0, 2].map(
    (digits) =>
      new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR', minimumFractionDigits: digits, maximumFractionDigits: digits })
  );
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -99_999_999, max: 99_999_999 })), fc.boolean(), (any, isWhole) => {
      const minor = isWhole ? any - (any % 100) : any;
      expect(formatMoney(minor, 'INR')).toBe(intl[minor % 100 === 0 ? 0 : 1]?.format(plainAmount(minor, 'INR') as `${number}`));
    })
  );
});

test('dollars keep their cents even when they are zero', () => {
  expect(formatMoney(125000, 'USD', 'en-US')).toBe('$1,250.00');
});

test('Peruvian soles are written as in Peru', () => {
  expect(formatMoney(123450, 'PEN', 'es-PE').replaceAll(/\s/g, ' ')).toBe('S/ 1,234.50');
});

test('a price taken off carries a minus sign', () => {
  expect(formatMoney(-20000, 'INR')).toBe('-₹200');
});

test('a currency without minor units is not divided', () => {
  expect(minorDigits('JPY')).toBe(0);
  expect(plainAmount(6490, 'JPY')).toBe('6490');
});

test('a plain amount says exactly the minor units it was given', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (minor) => {
      expect(BigInt(plainAmount(minor, 'INR').replace('.', ''))).toBe(BigInt(minor));
    })
  );
});

test('paisas of Pakistan are kept although browsers would round them away', () => {
  expect(formatMoney(125050, 'PKR', 'en-PK').replaceAll(/\s/g, ' ')).toBe('Rs 1,250.50');
});

test('dinars have three decimals', () => {
  expect(plainAmount(1234, 'KWD')).toBe('1.234');
});
