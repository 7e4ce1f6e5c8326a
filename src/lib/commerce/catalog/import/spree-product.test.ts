import { expect, test } from 'vitest';
import { catalogFile } from '#tests/fixtures/catalog-file.ts';
import { codesOf, parseOptions, parseProducts, parseText, planDrafts } from '#tests/fixtures/parse-text.ts';

const rated = parseOptions({ rates: { USD: '84' } });
const HEAD = 'slug,sku,name,price,currency,option1_name,option1_value,weight,weight_unit,inventory_count';

test('rows of product, variants and further currencies become one product', async () => {
  const { log, products } = await parseProducts(catalogFile('spree.csv'), rated);
  expect(log.issues.map(({ code, column }) => [code, column])).toEqual([['unknown_column', 'supplier']]);
  const [fan] = products;
  expect(fan).toMatchObject({
    handle: 'desk-fan',
    title: 'Desk fan',
    fields: { category: 'Home > Air > Fans', tags: ['fan', 'summer'], status: 'active', productType: 'Fan', seoTitle: 'Desk fan' },
    optionNames: ['Color'],
    attributes: {
      'Wattage (product.metafields.custom.wattage)': '35W',
      'Room size (product.metafields.custom.room_size)': '20 m²',
      'Supplier (product.metafields.spree.supplier)': 'Anand'
    },
    images: [{ src: 'https://pictures.example/fan.webp' }, { src: 'https://pictures.example/fan-white.webp' }]
  });
  expect(fan!.variants).toMatchObject([
    {
      options: ['White'],
      fields: {
        sku: 'DESK-FAN-WHITE',
        weightGrams: '1995.806428',
        weightUnit: 'lb',
        tracked: true,
        sellBeyondStock: false,
        imageSrc: 'https://pictures.example/fan-white.webp'
      },
      attributes: { 'Width (variant.metafields.spree.width)': '7.9' },
      quantity: 5000,
      prices: [
        { list: 'shop', currency: 'INR', amountMinor: 335_916, compareAtMinor: 419_916 },
        { list: 'USD', currency: 'USD', amountMinor: 3999, compareAtMinor: 4999 },
        { list: 'EUR', currency: 'EUR', amountMinor: 3750 }
      ]
    },
    {
      options: ['Teal'],
      fields: { sellBeyondStock: true },
      quantity: 0,
      prices: [{ list: 'shop', compareAtMinor: null }, { list: 'USD' }, { list: 'EUR' }]
    }
  ]);
});

test('a product without rows of variants is its own only form', async () => {
  const { products } = await parseProducts(catalogFile('spree.csv'), rated);
  expect(planDrafts([products[1]!], [])[0]!.after).toMatchObject({
    handle: 'extension-lead',
    status: 'draft',
    optionNames: [],
    variants: [{ options: [], sku: 'EXT-3M', prices: { shop: { amountMinor: 105_000 } } }]
  });
});

test('without a rate for any of its currencies the file is one error', async () => {
  const { log, products } = await parseProducts(catalogFile('spree.csv'));
  expect([codesOf(log).filter((code) => code !== 'unknown_column'), products]).toEqual([['no_rate'], []]);
  expect(log.issues.at(-1)!.message).toContain('USD and EUR but the shop sells in INR');
});

test('a price in the shop’s own currency is taken before a converted one', async () => {
  const { products } = await parseProducts(`${HEAD}\nmug,M,Mug,5,USD,,,,,\nmug,M,,399,INR,,,,,\n`, rated);
  expect(products[0]!.variants[0]!.prices).toEqual([
    { list: 'shop', currency: 'INR', amountMinor: 39_900 },
    { list: 'USD', currency: 'USD', amountMinor: 500 }
  ]);
});

test('bad cells, missing columns and twins are named', async () => {
  const { log } = await parseProducts(`${HEAD}
mug,M,Mug,0,INR,,,,,
mug,M-R,,cheap,INR,Color,Red,4,stone,some
mug,M-G,,5,INR,Color,Green,,,-3
mug,M-R2,,5,INR,Color,Red,x,lb,2.5
,M-B,,5,INR,Color,Blue,,,
`);
  expect(log.issues.map(({ code, record, column }) => [code, record, column])).toEqual([
    ['orphan_variant', 6, 'slug'],
    ['bad_value', 3, 'weight'],
    ['bad_number', 3, 'price'],
    ['bad_number', 3, 'inventory_count'],
    ['negative_on_hand', 4, 'inventory_count'],
    ['bad_number', 5, 'weight'],
    ['bad_quantity', 5, 'inventory_count'],
    ['duplicate_variant', 5, 'option1_value']
  ]);
  const parsed = await parseText('slug,sku\n', parseOptions({ format: 'spree' }));
  expect(parsed.log.issues[0]).toMatchObject({ code: 'no_header', message: expect.stringContaining('name, price, currency') });
});
