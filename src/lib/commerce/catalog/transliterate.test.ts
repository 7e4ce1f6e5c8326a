import { expect, test } from 'vitest';
import { latinSpellings } from './transliterate.ts';

test.each([
  ['मेज़', 'mez'],
  ['मेज', 'mej'],
  ['दीया', 'diya'],
  ['कटोरी', 'katori'],
  ['रोशनी', 'roshni'],
  ['गुम्बद', 'gumbad'],
  ['गुंबद', 'gumbad'],
  ['चारपाई', 'charpai'],
  ['थाली', 'thali'],
  ['लोटा', 'lota'],
  ['बत्ती', 'batti'],
  ['झरोखा', 'jharokha'],
  ['फूलदान', 'phuldan'],
  ['घड़ी', 'ghari'],
  ['रसोई', 'rasoi'],
  ['कप', 'kap']
])('%s is written %s', (word, latin) => {
  expect(latinSpellings(word)[0]).toBe(latin);
});

test('words from English keep a spelling with their own vowel', () => {
  expect(latinSpellings('लैंप')).toContain('lamp');
  expect(latinSpellings('बैग')).toContain('bag');
});

test('where Urdu leaves the vowel open each reading is a spelling', () => {
  expect(latinSpellings('میز')).toEqual(expect.arrayContaining(['miz', 'mez']));
  expect(latinSpellings('دیا')).toContain('dia');
  expect(latinSpellings('کٹوری')).toEqual(expect.arrayContaining(['ktori', 'kture']));
  expect(latinSpellings('وال')).toContain('val');
});

test('a word in Latin letters has no other spelling', () => {
  expect(latinSpellings('mez')).toEqual([]);
  expect(latinSpellings('')).toEqual([]);
});
