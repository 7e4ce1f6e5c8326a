import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvLine } from '#lib/commerce/catalog/export/csv-text.ts';
import { columnName, PRODUCT_COLUMNS } from '#lib/commerce/catalog/import/product-columns.ts';
import { exportFrom, importInto, openPlaces } from '../fixtures/import-into.ts';
import { aNode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await openPlaces(shop, (id, kind) => aNode(shop.db, id, { kind }));
});
afterAll(() => shop.close());

const HEADER = [...PRODUCT_COLUMNS.map((column) => columnName(column, 2)), 'Price / United States', 'Kiln mark'];

/** What people, spreadsheets and attackers put into cells, of any column. */
const ODD = [
  ...String.raw`-1 0 1.5 1e9 1000000000 99999999999999999999 NaN null {"a":1} ["a"] %00 javascript:alert(1) मेज़ 🙂`.split(' '),
  "'; drop table product; --",
  '\u202Eevil',
  '\uFFFE',
  '<script>x</script>',
  'Default Title',
  'x'.repeat(3_000)
];
const odd = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'))
);

/** What a column is made for. The rest may hold anything. */
const MEANT: Record<string, string[]> = {
  Handle: ['a', 'b', 'c', 'C'],
  Title: ['', 'Lamp', 'Mug'],
  'Option1 Name': ['', 'Size', 'Title'],
  'Option1 Value': ['', 'S', 'L', 'Default Title'],
  'Option2 Name': [''],
  'Option2 Value': [''],
  'Option3 Name': [''],
  'Option3 Value': [''],
  'Variant Price': ['', '5', '9.50'],
  'Variant Compare At Price': ['', '12', '4'],
  'Cost per item': ['', '3'],
  'Price / United States': ['', '0.1'],
  'Variant Inventory Tracker': ['', 'shopify'],
  'Variant Inventory Qty': ['', '0', '7'],
  'Variant Inventory Policy': ['', 'deny', 'continue'],
  'Variant Grams': ['', '0', '226.796185'],
  'Variant Weight Unit': ['', 'g', 'kg'],
  'Image Src': ['', 'https://p.example/1.jpg', '/goods/2.webp'],
  'Image Position': ['', '1', '3'],
  Status: ['', 'active', 'Draft'],
  'Size class (product.metafields.throughline.size_class)': ['', 'large']
};
const YES_NO = /^(Published|Gift Card|Variant Taxable|Variant Requires Shipping)$/;

const row = fc.tuple(
  ...HEADER.map((name) => {
    const meant = fc.constantFrom(...(MEANT[name] ?? (YES_NO.test(name) ? ['', 'TRUE', 'false'] : ['', 'words', 'more, words'])));
    return fc.oneof({ weight: 80, arbitrary: meant }, { weight: 1, arbitrary: odd });
  })
);

test('whatever cells hold, a file goes in or is refused with reasons, and once only; what went in comes back unchanged', async () => {
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
      const file = [HEADER, ...rows].map(csvLine).join('');
      const report = await importInto(shop, file, { skipBad: true });
      expect(report.outcome === 'applied' || report.counts.errors > 0).toBe(true);
      applied += report.counts.created + report.counts.updated;
      const again = await importInto(shop, file, { skipBad: true });
      expect(again.records.flatMap(({ changes }) => changes)).toEqual([]);
      expect(again.counts.created).toBe(0);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 80) }
  );
  expect(applied).toBeGreaterThan(5);
  const back = await importInto(
    shop,
    await exportFrom(shop, { kind: 'products', generation: 3, nodeId: 'blr-hoskote', spreadsheetSafe: false })
  );
  expect(back.records.flatMap(({ changes }) => changes)).toEqual([]);
  expect(back.counts.errors).toBe(0);
}, 600_000);
