import { expect, test } from 'vitest';
import { catalogFile } from '#tests/fixtures/catalog-file.ts';
import { codesOf, parseOptions, parseProducts, parseText, planDrafts } from '#tests/fixtures/parse-text.ts';

const rated = parseOptions({ rates: { USD: '80' } });
const parse = () => parseProducts(catalogFile('saleor.json'), rated);

test('products come with category path, vendor, attributes, text and pictures', async () => {
  const { log, products } = await parse();
  expect(log.issues.map(({ code, record, value }) => [code, record, value])).toEqual([['bad_image', 21, 'products/bamboo.png']]);
  expect(products[0]).toMatchObject({
    handle: 'bamboo-lamp',
    title: 'Bamboo lamp',
    fields: {
      category: 'Home > Lamps',
      vendor: 'Vana',
      productType: 'Lamp',
      published: true,
      kind: 'goods',
      descriptionHtml: '<p>Light <b>through bamboo</b></p>\n<h2>Care</h2>\n<ul><li>Dust it</li><li>Keep it dry</li></ul>'
    },
    attributes: { 'Material (product.metafields.saleor.material)': 'Bamboo, Brass' },
    images: [{ src: 'https://pictures.example/bamboo.jpg', alt: 'Lit' }]
  });
});

test('variants are told apart by their attributes, weighed, priced in each currency and counted over all shelves', async () => {
  const { products } = await parse();
  expect(products[0]!.optionNames).toEqual(['Size']);
  expect(products[0]!.variants).toMatchObject([
    { options: ['L'], fields: { sku: 'BL-L', weightGrams: '1500', tracked: true, requiresShipping: true }, quantity: 0 },
    {
      options: ['S'],
      fields: { weightGrams: '800' },
      quantity: 7,
      prices: [
        { list: 'shop', currency: 'INR', amountMinor: 288_000, compareAtMinor: 320_000 },
        { list: 'USD', currency: 'USD', amountMinor: 3600, compareAtMinor: 4000 },
        { list: 'PLN', currency: 'PLN', amountMinor: 16_000 }
      ]
    }
  ]);
});

test('variants without attributes go by their names, a single one is the only form', async () => {
  const { products } = await parse();
  const plans = planDrafts(products, []);
  expect(plans.map(({ after }) => [after.handle, after.kind, after.optionNames, after.variants.map(({ options }) => options)])).toEqual([
    ['bamboo-lamp', 'goods', ['Size'], [['L'], ['S']]],
    ['gift-1000', 'gift_card', [], [[]]],
    ['floor-lamp', 'goods', ['Title'], [['Oak'], ['Ash']]]
  ]);
  expect(plans[1]!.after).toMatchObject({
    published: false,
    variants: [{ sku: null, tracked: false, requiresShipping: false, weightGrams: null }]
  });
  expect(plans[2]!.after.variants[0]).toMatchObject({ weightGrams: '4000', prices: { shop: { amountMinor: 1_200_000 } } });
});

test('without a rate the file is one error', async () => {
  const { log, products } = await parseProducts(catalogFile('saleor.json'));
  expect([codesOf(log), products]).toEqual([['no_rate'], []]);
});

test('a document that is something else, or no JSON, is one error', async () => {
  expect(codesOf((await parseText('{"orders": []}')).log)).toEqual(['no_header']);
  expect(codesOf((await parseText('[{"model": "menu.menu", "pk": 1, "fields": {}}]')).log)).toEqual(['no_header']);
  const cut = await parseText('[{"model": "product.product", ');
  expect(cut.log.issues).toMatchObject([{ code: 'unreadable', message: expect.stringContaining('no JSON document') }]);
});

test('an object that lacks a field is named by its place, model and key', async () => {
  const document = [
    { model: 'product.product', pk: 1, fields: { name: 'Lamp', slug: 'lamp', product_type: 5 } },
    { model: 'product.product', pk: 2, fields: { slug: 'nameless', product_type: 5 } }
  ];
  const { log, products } = await parseProducts(JSON.stringify(document), rated);
  expect(log.issues).toMatchObject([{ code: 'bad_value', record: 2, column: 'name', value: 'product.product 2' }]);
  expect(products.map(({ handle }) => handle)).toEqual(['lamp']);
});

test('a shelf with fewer than none, or a NUL in a text, is an error and no crash', async () => {
  const less = catalogFile('saleor.json').replace('"quantity": 0', '"quantity": -2');
  expect((await parseProducts(less, rated)).log.issues).toContainEqual(expect.objectContaining({ code: 'negative_on_hand', value: '-2' }));
  const nul = catalogFile('saleor.json').replace('Bamboo lamp', 'Bamboo\\u0000lamp');
  expect(codesOf((await parseText(nul, rated)).log)).toEqual(['unreadable']);
});
