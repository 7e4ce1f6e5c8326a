import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { departments, goods } from './goods.ts';

const folder = path.join(import.meta.dirname, '../../static/goods');
const variants = goods.flatMap((product) => product.variants);

test('there are enough goods to fill a shop', () => {
  expect(goods.length).toBeGreaterThanOrEqual(42);
  expect(variants.length).toBeGreaterThanOrEqual(149);
});

test('handles and SKUs are unique and SKUs are written one way', () => {
  expect(new Set(goods.map(({ handle }) => handle)).size).toBe(goods.length);
  expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length);
  expect(variants.map(({ sku }) => sku).filter((sku) => !/^MEZ-[A-Z]+(-[A-Z0-9]+)+$/.test(sku))).toEqual([]);
});

test.each(goods)(
  '$handle has a picture for every variant, in both widths, with words for those who cannot see it',
  ({ pictures, variants: sold }) => {
    expect(sold.filter((variant) => variant.pictures.length === 0)).toEqual([]);
    const files = pictures.flatMap(({ file }) => [file, `450/${file}`]);
    expect(files.filter((file) => !fs.existsSync(path.join(folder, file)))).toEqual([]);
    expect(pictures.filter(({ alt, width, height }) => alt === '' || width === 0 || height === 0)).toEqual([]);
  }
);

test.each(goods)('$handle names one value for each option and no combination twice', ({ optionNames, variants: sold }) => {
  expect(sold.filter(({ options }) => options.length !== optionNames.length)).toEqual([]);
  expect(new Set(sold.map(({ options }) => options.join())).size).toBe(sold.length);
});

test.each(goods)('$handle is found in Hindi and has copy, facts and prices in whole rupees', (product) => {
  expect(product.searchWords.filter((word) => /\p{Script=Devanagari}/u.test(word)).length).toBeGreaterThan(1);
  expect(product.description.split('\n\n')).toHaveLength(2);
  expect(product.facts.length).toBeGreaterThanOrEqual(3);
  for (const { priceMinor, compareAtMinor } of product.variants) {
    expect(priceMinor).toBeGreaterThanOrEqual(49_000);
    expect(priceMinor % 100).toBe(0);
    expect(compareAtMinor ?? Infinity).toBeGreaterThan(priceMinor);
  }
});

test('every picture belongs to a product and every colour shown can be bought', () => {
  const looks = new Set(goods.flatMap(({ pictures }) => pictures.filter(({ view }) => view === 'hero').map(({ file }) => file)));
  const shown = new Set(variants.flatMap(({ pictures }) => pictures));
  expect([...looks].filter((file) => !shown.has(file))).toEqual([]);
});

test('words in Urdu and the name of the shop in three scripts lead to the table', () => {
  const words = goods.find(({ handle }) => handle === 'mez-dining-table')?.searchWords;
  expect(words).toEqual(expect.arrayContaining(['mez', 'मेज़', 'میز']));
});

test('each department has goods', () => {
  expect(departments.filter(({ entries }) => entries.length === 0)).toEqual([]);
});
