import { expect, test } from 'vitest';
import { readReturnCode } from './return-code.ts';

const KEY = 'A'.repeat(43);

test.each([
  [' r-7k2m9x4q ', { kind: 'return', number: 'R-7K2M9X4Q' }],
  [`https://mez.example/orders/${KEY}/returns/R-7K2M9X4Q`, { kind: 'return', number: 'R-7K2M9X4Q' }],
  ['mz-0123456789', { kind: 'order', number: 'MZ-0123456789' }],
  ['MZ-0123456789-2', { kind: 'order', number: 'MZ-0123456789' }],
  [`https://mez.example/orders/${KEY}`, { kind: 'key', key: KEY }],
  [`https://mez.example/orders/${KEY}?from=mail`, { kind: 'key', key: KEY }],
  ['MZT 123 456 789', { kind: 'tracking', number: 'MZT123456789' }],
  ['8901234567890', { kind: 'tracking', number: '8901234567890' }]
])('%s names %o', (typed, named) => {
  expect(readReturnCode(typed)).toEqual(named);
});

test.each(['', '   ', 'abc', 'https://mez.example/', '<script>', 'R-', 'A'.repeat(90)])('%s names nothing', (typed) => {
  expect(readReturnCode(typed)).toBeUndefined();
});
