import { expect, test } from 'vitest';
import { rateFor } from './rate-for.ts';

const rates = [
  { id: 'rate_slow', rate: '4.10', delivery_days: 5 },
  { id: 'rate_fast', rate: '21.30', delivery_days: 1 },
  { id: 'rate_fast_too', rate: '18.00', delivery_days: 1 },
  { id: 'rate_silent', rate: '3.90', delivery_days: null }
];

test('standard takes the cheapest, whoever pays for speed the fastest, and of two the cheaper', () => {
  expect(rateFor(rates, 'standard')?.id).toBe('rate_silent');
  expect(rateFor(rates, 'express')?.id).toBe('rate_fast_too');
  expect(rateFor(rates, 'same_day')?.id).toBe('rate_fast_too');
});

test('sums are compared as numbers, ties go by id, and of nothing there is nothing', () => {
  expect(
    rateFor(
      [
        { id: 'b', rate: '10.00' },
        { id: 'a', rate: '10.0' },
        { id: 'c', rate: '9.5' }
      ],
      'standard'
    )?.id
  ).toBe('c');
  expect(
    rateFor(
      [
        { id: 'b', rate: '10.00' },
        { id: 'a', rate: '10.0' }
      ],
      'express'
    )?.id
  ).toBe('a');
  expect(rateFor([], 'standard')).toBeUndefined();
});
