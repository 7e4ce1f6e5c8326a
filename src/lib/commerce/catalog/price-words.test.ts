import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takePriceWords } from './price-words.ts';

test.each([
  ['brass lamp under 7k', { maxMinor: 700_000, rest: 'brass lamp' }],
  ['under 500', { maxMinor: 50_000, rest: '' }],
  ['mugs below ₹1,490', { maxMinor: 149_000, rest: 'mugs' }],
  ['rug up to rs 10000', { maxMinor: 1_000_000, rest: 'rug' }],
  ['sofa upto 1 lakh', { maxMinor: 10_000_000, rest: 'sofa' }],
  ['lamp less than 2.5k please', { maxMinor: 250_000, rest: 'lamp please' }],
  ['मेज़ 7000 से कम', { maxMinor: 700_000, rest: 'मेज़' }],
  ['diya 500 tak', { maxMinor: 50_000, rest: 'diya' }],
  ['table above 40k', { minMinor: 4_000_000, rest: 'table' }],
  ['vase 2000+', { minMinor: 200_000, rest: 'vase' }],
  ['lamp between 2k and 5k', { minMinor: 200_000, maxMinor: 500_000, rest: 'lamp' }],
  ['lamp between 5000 and 2000', { minMinor: 200_000, maxMinor: 500_000, rest: 'lamp' }],
  ['over 1000 under 2000 bowl', { minMinor: 100_000, maxMinor: 200_000, rest: 'bowl' }]
])('%s', (typed, { rest, ...range }) => {
  const taken = takePriceWords(typed.normalize('NFC'));
  expect({ ...taken, rest: taken.rest.replaceAll(/\s+/g, ' ').trim() }).toEqual({
    ...range,
    rest: rest.normalize('NFKD').normalize('NFC')
  });
});

test.each(['plate under 30 cm', 'pot under 5 l', 'tawa 24', 'set of 3', 'thunder 500', 'under', 'under 99999999999'])(
  'no price is heard in "%s"',
  (typed) => {
    expect(takePriceWords(typed)).toEqual({ rest: typed });
  }
);

test('whatever is typed, the amounts are whole and not negative', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.constantFrom('under', 'over', 'between 5 and', 'up to'), (noise, amount, word) => {
      const { minMinor = 0, maxMinor = 0 } = takePriceWords(`${noise} ${word} ${amount} ${noise}`);
      expect([minMinor, maxMinor].every((minor) => Number.isSafeInteger(minor) && minor >= 0)).toBe(true);
    })
  );
});
