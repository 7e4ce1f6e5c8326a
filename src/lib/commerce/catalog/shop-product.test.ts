import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureOf, shopProduct, slugOf, textBlocks, type ProductRow } from './shop-product.ts';

const image = (src: string) => ({ src, alt: '', width: null, height: null });
const variant = (options: string[], imageSrc: string | null) => ({
  id: options.join(),
  options,
  sku: null,
  barcode: null,
  imageSrc,
  counted: true,
  requiresShipping: true
});
const row = (change: Partial<ProductRow>): ProductRow => ({
  id: '1',
  stamp: '1',
  handle: 'lamp',
  title: 'Lamp',
  subtitle: '',
  descriptionHtml: '',
  vendor: '',
  sizeClass: 'small',
  optionNames: ['Enamel'],
  lookOption: 1,
  department: 'light',
  departmentName: 'Light',
  shelf: 'table-lamps',
  shelfName: 'Table lamps',
  attributes: {},
  variants: [],
  images: [],
  ...change
});

test('a variant shows its own picture, what follows it, then the close views of the others', () => {
  const { variants } = shopProduct(
    row({
      images: ['/goods/red.webp', '/goods/red-close.webp', '/goods/blue.webp', '/goods/blue-close.webp'].map(image),
      variants: [variant(['Red'], '/goods/red.webp'), variant(['Blue'], '/goods/blue.webp'), variant(['Green'], null)]
    })
  );
  expect(variants.map(({ pictures }) => pictures)).toEqual([
    [0, 1, 3],
    [2, 3, 1],
    [0, 1, 2, 3]
  ]);
});

test('options make readable addresses, each a different one', () => {
  const { variants } = shopProduct(
    row({ variants: [['Crème', '30 × 45 cm'], ['Creme', '30/45 cm'], ['नीला'], ['लाल']].map((options) => variant(options, null)) })
  );
  expect(variants.map(({ slug }) => slug)).toEqual(['creme-30-45-cm', 'creme-30-45-cm-2', 'choice-1', 'choice-2']);
  expect(slugOf('  Brick & chalk ')).toBe('brick-chalk');
});

test('facts come from metafields, sizes first and care last, and never from our own columns', () => {
  const { facts } = shopProduct(
    row({
      attributes: {
        'Care (product.metafields.facts.care)': 'Wipe',
        'Bulb (product.metafields.facts.bulb)': 'E27',
        'Height (product.metafields.facts.height)': '42 cm',
        'Search words (product.metafields.throughline.search_words)': 'x',
        'Google Shopping / Gender': 'none',
        'Empty (product.metafields.facts.empty)': ''
      }
    })
  );
  expect(facts).toEqual([
    { label: 'Height', value: '42 cm' },
    { label: 'Bulb', value: 'E27' },
    { label: 'Care', value: 'Wipe' }
  ]);
});

test('no picture is without words', () => {
  expect(pictureOf(image('https://cdn.example/a.jpg'), 'Mug')).toEqual({
    src: 'https://cdn.example/a.jpg',
    alt: 'Mug',
    width: null,
    height: null
  });
});

test('markup becomes paragraphs and items of plain words', () => {
  expect(textBlocks('<p>One &amp; two<br>three</p><script>alert(1)</script><ul><li>Four</li><li>F&#105;ve &lt;b&gt;</li></ul>')).toEqual([
    { kind: 'paragraph', text: 'One & two' },
    { kind: 'paragraph', text: 'three' },
    { kind: 'item', text: 'Four' },
    { kind: 'item', text: 'Five <b>' }
  ]);
  expect(textBlocks('')).toEqual([]);
});

test('whatever the markup, no control character and no empty block comes out', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('<p>', '<li>', '&#1;', '&#x110000;', '<!--', '</'), (text, odd) => {
      for (const block of textBlocks(`${text}${odd}${text}`)) expect(block.text.trim()).not.toBe('');
    })
  );
});
