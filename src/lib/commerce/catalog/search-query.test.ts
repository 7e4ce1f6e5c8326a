import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchAll, matchLiterally, parseSearch, swapsOf } from './search-query.ts';

const words = (typed: string) => parseSearch(typed).tokens.map(({ word }) => word);

test('small words and price words are not looked for', () => {
  expect(words('a brass lamp for the table under 7k')).toEqual(['brass', 'lamp', 'table']);
  expect(parseSearch('Brass lamp under 7k')).toMatchObject({ text: 'Brass lamp under 7k', price: { maxMinor: 700_000 } });
});

test('a search of small words only still looks for them', () => {
  expect(words('for the')).toEqual(['for', 'the']);
});

test('accents, case and punctuation make no difference', () => {
  expect(words('  Café—LÀMP!! ')).toEqual(['cafe', 'lamp']);
});

test.each(['mez', 'मेज़', 'मेज़'.normalize('NFC'), 'میز'])('%s means a table', (typed) => {
  expect(matchAll(parseSearch(typed))).toContain(`'dining':* & 'table':*`);
});

test('every word must be there, by its beginning or by another name', () => {
  expect(matchAll(parseSearch('brass vase'))).toBe(`('brass':*) & ('vase':*)`);
  expect(matchAll(parseSearch('plates'))).toContain(`'plate':*`);
  expect(matchAll(parseSearch('dishes'))).toBe(`('dishes':* | 'dish':*)`);
  expect(matchLiterally(parseSearch('mez'))).toBe(`('mez':*)`);
  expect(matchAll(parseSearch('under 500'))).toBeUndefined();
});

test('neighbouring letters may be swapped', () => {
  expect(swapsOf('lmap')).toContain('lamp');
  expect(swapsOf('abc')).toEqual([]);
  expect(swapsOf('aaaa')).toEqual([]);
});

test('whatever is typed gives a condition that PostgreSQL can read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 90 }), (typed) => {
      const query = parseSearch(typed);
      expect(query.text.length).toBeLessThanOrEqual(120);
      expect(query.tokens.length).toBeLessThanOrEqual(8);
      const left = (matchAll(query) ?? '').replaceAll(/'[\p{L}\p{M}\p{N}]+':\*/gu, 'w').replaceAll(/w [|&] (?=w)/g, '');
      expect(new Set(left === '' ? [] : left.split(' & ')).difference(new Set(['(w)'])).size).toBe(0);
    }),
    { numRuns: 60 }
  );
});
