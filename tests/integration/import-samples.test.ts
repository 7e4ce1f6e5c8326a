import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buy, exportFrom, importInto, openPlaces } from '../fixtures/import-into.ts';
import { aNode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

// Whole files go in, on machines that have other things to do as well.
vi.setConfig({ testTimeout: 30_000 });

const FOLDER = new URL('../../../shared/data/', import.meta.url);
const isThere = existsSync(FOLDER);
const where = isThere ? '' : ' (left out: the folder ../shared/data with the sample files is not there)';
if (!isThere) console.warn(`The tests over other shops' sample files are${where}; our own files cover the same ground.`);

/** What each file holds, read by hand. */
const SAMPLES = [
  { file: 'shopify-official-samples/apparel.csv', products: 20, variants: 22, images: 20, warnings: [] },
  { file: 'shopify-official-samples/home-and-garden.csv', products: 20, variants: 21, images: 21, warnings: [] },
  { file: 'shopify-official-samples/jewelery.csv', products: 20, variants: 23, images: 41, warnings: [] },
  { file: 'shopify-official-samples/product_template_2019.csv', products: 1, variants: 3, images: 1, warnings: [] },
  {
    file: 'shopify-official-samples/product_template_markets.csv',
    products: 3,
    variants: 16,
    images: 12,
    warnings: ['bad_check_digit', 'compare_at_below_price', 'unknown_market']
  },
  { file: 'spree-demo/products.csv', products: 37, variants: 87, images: 124, warnings: [] },
  { file: 'saleor-demo/populatedb_data.json', products: 32, variants: 73, images: 0, warnings: ['bad_image'] }
];
const HEADERS_ONLY = ['shopify-official-samples/header_new_template.csv', 'shopify-official-samples/header_inventory_export_2025.csv'];

const sample = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');

describe.skipIf(!isThere).each(SAMPLES)(`the sample $file${where}`, ({ file, products, variants, images, warnings }) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
    await openPlaces(shop, (id, kind) => aNode(shop.db, id, { kind }));
  });
  afterAll(() => shop.close());

  const count = async (table: 'product' | 'variant' | 'product_image') => (await shop.db.selectFrom(table).select('id').execute()).length;

  test('goes in as a whole, and a second time changes nothing', async () => {
    const dry = await importInto(shop, sample(file), { dryRun: true });
    expect(dry).toMatchObject({ outcome: 'dry-run', counts: { created: products, errors: 0 } });
    expect(await count('product')).toBe(0);

    const report = await importInto(shop, sample(file));
    expect(report).toMatchObject({ outcome: 'applied', counts: { created: products, errors: 0 } });
    expect([...new Set(report.issues.map(({ code }) => code))].toSorted()).toEqual(warnings);
    expect([await count('product'), await count('variant'), await count('product_image')]).toEqual([products, variants, images]);

    const again = await importInto(shop, sample(file));
    expect(again).toMatchObject({ counts: { created: 0, updated: 0, unchanged: products, shelves: 0 } });
  });

  test('comes back by both generations and changes nothing', async () => {
    for (const generation of [2, 3] as const) {
      const text = await exportFrom(shop, { kind: 'products', generation, nodeId: 'blr-hoskote', spreadsheetSafe: false });
      const report = await importInto(shop, text);
      expect(report.records.flatMap(({ changes }) => changes)).toEqual([]);
      expect(report.counts).toMatchObject({ created: 0, updated: 0, unchanged: products, errors: 0 });
    }
  });

  test('its goods stand in the shop and can be bought', async () => {
    const listed = await shop.db.selectFrom('listing').select('variant_ids').orderBy('product_id').execute();
    expect(listed.length).toBeGreaterThan(0);
    const goods = await shop.db
      .selectFrom('variant as v')
      .innerJoin('product as p', 'p.id', 'v.product_id')
      .leftJoin('stock_level as l', 'l.variant_id', 'v.id')
      .select('v.id')
      .where(
        'v.id',
        'in',
        listed.map(({ variant_ids: [first] }) => first!)
      )
      .where('p.kind', '=', 'goods')
      .where('v.requires_shipping', '=', true)
      .where((eb) => eb.or([eb('v.tracked', '=', false), eb('l.available', '>', 0)]))
      .orderBy('v.id')
      .execute();
    expect(goods.length).toBeGreaterThan(0);
    expect(await buy(shop, goods[0]!.id)).toBe('captured');
  });
});

describe.skipIf(!isThere)(`the samples that are a header alone${where}`, () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  test.each(HEADERS_ONLY)('%s is understood and holds nothing', async (file) => {
    const report = await importInto(shop, sample(file));
    expect(report).toMatchObject({ outcome: 'applied', records: [], counts: { created: 0, errors: 0, warnings: 0 } });
    expect(report.format).toBe(file.includes('inventory') ? 'shopify-inventory' : 'shopify-products');
  });
});
