import { expect, test } from 'vitest';
import { minorDigits } from '#lib/ui/money.ts';
import { readDecimal } from './decimal.ts';
import { amountIn, shopAmount, type FileMoney } from './file-money.ts';

const money = (currency: string, rate?: string): FileMoney => ({
  currency,
  shopCurrency: 'INR',
  rates: new Map(rate ? [[currency, readDecimal(rate)!]] : []),
  digitsOf: minorDigits
});

test('amounts in the shop’s currency become whole minor units', () => {
  expect(shopAmount('1499.5', money('INR'))).toEqual({ right: 149_950 });
  expect(shopAmount('0', money('INR'))).toEqual({ right: 0 });
});

test('foreign amounts are turned by the rate and rounded to the nearest minor unit', () => {
  expect(shopAmount('9.99', money('USD', '84.2'))).toEqual({ right: 84_116 });
  expect(shopAmount('0.01', money('USD', '0.5'))).toEqual({ right: 1 });
  expect(shopAmount('1500', money('JPY', '0.56'))).toEqual({ right: 84_000 });
});

test.each([
  ['1,299', 'bad_number'],
  ['₹50', 'bad_number'],
  ['-1', 'negative'],
  ['10.005', 'too_precise'],
  ['99999999999999999', 'bad_number']
])('%s is refused as %s', (text, code) => {
  expect(amountIn(text, 'INR', 2)).toMatchObject({ wrong: code });
});

test('a currency without decimals takes none', () => {
  expect(amountIn('10.5', 'JPY', 0)).toMatchObject({ wrong: 'too_precise' });
  expect(amountIn('10.0', 'JPY', 0)).toEqual({ right: 10 });
});

test('a foreign amount without a rate is refused', () => {
  expect(shopAmount('5', money('USD'))).toMatchObject({ wrong: 'no_rate' });
});
