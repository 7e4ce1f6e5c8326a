import { expect, test } from 'vitest';
import { productJsonLd } from './json-ld.ts';
import { leftText } from './live-board.ts';
import { productView } from './product-view.ts';
import type { ShopProduct, ShopVariant } from './shop-product.ts';

const picture = (src: string) => ({ src, alt: src, width: 900, height: 900 });
const variant = (options: string[], pictures: number[]): ShopVariant => ({
  id: options.join(),
  slug: options.join('-').toLowerCase(),
  options,
  sku: `SKU-${options.join('-')}`,
  barcode: null,
  pictures,
  counted: true,
  requiresShipping: true
});
const pendant: ShopProduct = {
  id: '1',
  stamp: '1',
  handle: 'jharokha-pendant',
  title: 'Jharokha <b> & pendant',
  subtitle: '',
  text: [{ kind: 'paragraph', text: 'Cut with a fretsaw.' }],
  department: { name: 'Light', slug: 'light' },
  shelf: { name: 'Pendants', slug: 'pendants' },
  optionNames: ['Finish', 'Width'],
  lookOption: 0,
  variants: [variant(['Brick', '30'], [0]), variant(['Brick', '45'], [0]), variant(['Sky', '30'], [1])],
  pictures: [picture('/goods/brick.webp'), picture('/goods/sky.webp')],
  facts: [
    { label: 'Width', value: '30 or 45 cm' },
    { label: 'Cord', value: '2 m' }
  ],
  sizeClass: 'medium',
  vendor: 'mez'
};
const stock = (variantId: string, available: number) => ({
  variantId,
  version: 1,
  available,
  nodes: [{ nodeId: 'a', available }],
  at: '2026-11-25T05:00:00Z'
});
const now = (left: Record<string, number>) => ({
  currency: 'INR',
  variants: pendant.variants.map(({ id }) => ({
    id,
    minor: 499_000,
    wasMinor: null,
    stock: stock(id, left[id] ?? 0),
    shownAt: [],
    countedAt: {}
  }))
});

test('without a wish the first that is in stock is shown, with a wish that one even when it is sold out', () => {
  expect(productView(pendant, now({ 'Sky,30': 2 }), null)?.chosen.slug).toBe('sky-30');
  expect(productView(pendant, now({ 'Sky,30': 2 }), 'brick-45')?.chosen.slug).toBe('brick-45');
  expect(productView(pendant, now({}), 'Brick,45')?.chosen.slug).toBe('brick-45');
  expect(productView(pendant, now({}), null)?.chosen.slug).toBe('brick-30');
});

test('a variant that vanished is said to be gone, and another is shown', () => {
  expect(productView(pendant, now({}), 'brass-45')).toMatchObject({ isGone: true, chosen: { slug: 'brick-30' } });
  expect(productView(pendant, now({}), '')).toMatchObject({ isGone: false });
});

test('a product of which nothing has a price is not shown', () => {
  expect(productView(pendant, { currency: 'INR', variants: [] }, null)).toBeUndefined();
});

test('each value leads to the variant that is otherwise like the chosen one', () => {
  const [finish, width] = productView(pendant, now({}), 'brick-45')!.rows;
  expect(finish).toMatchObject({ name: 'Finish', chosen: 'Brick' });
  expect(finish?.values.map(({ value, slug }) => [value, slug])).toEqual([
    ['Brick', 'brick-45'],
    ['Sky', 'sky-30']
  ]);
  expect(width?.values.map(({ value, slug }) => [value, slug])).toEqual([
    ['30', 'brick-30'],
    ['45', 'brick-45']
  ]);
});

test('looks have pictures only when they differ', () => {
  const sources = (product: ShopProduct) =>
    productView(product, now({}), null)!.rows.map(({ values }) => values.map(({ picture: shown }) => shown?.src));
  expect(sources(pendant)).toEqual([
    ['/goods/brick.webp', '/goods/sky.webp'],
    [undefined, undefined]
  ]);
  expect(sources({ ...pendant, variants: pendant.variants.map((one) => ({ ...one, pictures: [0] })) })[0]).toEqual([undefined, undefined]);
  expect(sources({ ...pendant, lookOption: undefined })[0]).toEqual([undefined, undefined]);
});

test('a word of size for the picture, a word of stock where it is low', () => {
  expect(productView(pendant, now({}), null)?.size).toBe('30 or 45 cm wide');
  expect([leftText(0, true), leftText(2, true), leftText(9, true), leftText(0, false)]).toEqual([
    'None left',
    '2 left',
    undefined,
    undefined
  ]);
});

test('structured data names product, offers and the way down, and cannot close its own element', () => {
  const text = productJsonLd(productView(pendant, now({ 'Sky,30': 2 }), null)!, 'https://mez.example');
  expect(text).not.toMatch(/[<&]/);
  const { '@graph': graph } = JSON.parse(text);
  expect(graph[0]).toMatchObject({ '@type': 'Product', name: pendant.title, image: ['https://mez.example/goods/sky.webp'] });
  expect(graph[0].offers[2]).toMatchObject({
    price: '4990.00',
    priceCurrency: 'INR',
    availability: 'https://schema.org/InStock',
    url: 'https://mez.example/product/jharokha-pendant?variant=sky-30'
  });
  expect(graph[0].offers[0].availability).toBe('https://schema.org/OutOfStock');
  expect(graph[1].itemListElement.map(({ name }: { name: string }) => name)).toEqual(['Light', 'Pendants', pendant.title]);
});
