import { expect, test } from 'vitest';
import { importArguments } from './import-arguments.ts';

test('a file alone is read in the shop’s currency, as a whole, and stale rows are errors', () => {
  expect(importArguments(['goods.csv'])).toMatchObject({
    files: ['goods.csv'],
    json: false,
    format: undefined,
    location: undefined,
    mode: { dryRun: false, skipBad: false },
    choices: { stale: 'error', negative: 'error' },
    money: { currency: 'INR', shopCurrency: 'INR' }
  });
});

test('every option is understood, in any place', () => {
  const args =
    '--dry-run a.csv --json --currency usd --rate USD=84.2 --rate eur=91 b.csv --location blr-hoskote --stale difference --negative zero --skip-bad --format spree';
  const read = importArguments(args.split(' '));
  expect(read).toMatchObject({
    files: ['a.csv', 'b.csv'],
    json: true,
    format: 'spree',
    location: 'blr-hoskote',
    mode: { dryRun: true, skipBad: true },
    choices: { stale: 'difference', negative: 'zero' },
    money: { currency: 'USD' }
  });
  expect([...read.money.rates]).toEqual([
    ['USD', { units: 842n, scale: 1 }],
    ['EUR', { units: 91n, scale: 0 }]
  ]);
});

test.each([
  [[], 'Say which file to import'],
  [['--frobnicate', 'x.csv'], '--frobnicate'],
  [['x.csv', '--rate', 'USD'], '--rate USD is no rate'],
  [['x.csv', '--rate', 'USD=0'], '--rate USD=0 is no rate'],
  [['x.csv', '--rate', 'USD=-3'], 'is no rate'],
  [['x.csv', '--stale', 'maybe'], '--stale maybe is not known; write one of: error, difference, absolute.'],
  [['x.csv', '--negative', 'one'], '--negative one is not known; write one of: error, zero.'],
  [['x.csv', '--format', 'excel'], '--format excel is not known'],
  [['x.csv', '--currency', 'rupees'], '--currency rupees is no currency']
])('%j is answered with one plain sentence', (args, said) => {
  expect(() => importArguments(args)).toThrow(said);
  expect(() => importArguments(args)).toThrow(expect.objectContaining({ name: 'PlainTrouble' }));
});
