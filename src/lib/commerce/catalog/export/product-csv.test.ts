import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainAmount } from '#lib/ui/money.ts';
import { catalogFile } from '#tests/fixtures/catalog-file.ts';
import { aCatalog } from '#tests/fixtures/catalog-arbitrary.ts';
import { extentOf } from '#tests/fixtures/extent.ts';
import { parseOptions, parseProducts, planDrafts, planText } from '#tests/fixtures/parse-text.ts';
import type { PlannedProduct } from '../import/planned-product.ts';
import type { Generation } from '../import/product-columns.ts';
import { productCsv } from './product-csv.ts';

function written(products: PlannedProduct[], generation: Generation, spreadsheetSafe = false): string {
  const csv = productCsv(extentOf(products), {
    generation,
    withQuantity: false,
    shopCurrency: 'INR',
    amount: plainAmount,
    spreadsheetSafe
  });
  return csv.header + products.map((product) => csv.rows(product)).join('');
}

/** Without the ids of rows, which differ from shop to shop. */
function bare(products: PlannedProduct[]): unknown {
  const withoutId = ({ id: _id, ...rest }: { id: string }) => rest;
  return products.map((product) => ({
    ...withoutId(product),
    variants: product.variants.map(withoutId),
    images: product.images.map(withoutId)
  }));
}

test.each([2, 3] as const)(
  'any catalogue that is written in generation %i is read back the same, and changes nothing where it came from',
  async (generation) => {
    await fc.assert(
      fc.asyncProperty(aCatalog(), async (catalog) => {
        const text = written(catalog, generation);
        const fresh = await planText(text);
        expect(fresh.log.errors).toBe(0);
        expect(bare(fresh.plans.map(({ after }) => after))).toEqual(bare(catalog));
        const again = await planText(text, catalog);
        expect(again.plans.flatMap(({ changes }) => changes)).toEqual([]);
      }),
      { numRuns: 60 }
    );
  },
  30_000
);

test.each(['generation-1.csv', 'generation-2.csv', 'generation-3.csv', 'option-called-title.csv', 'spree.csv', 'saleor.json'])(
  '%s goes in, out and in again as the same catalogue, in both generations',
  async (name) => {
    const options = parseOptions({ rates: { USD: '84.2' } });
    const { log, products } = await parseProducts(catalogFile(name), options);
    expect(log.errors).toBe(0);
    const catalog = planDrafts(products, []).map(({ after }) => after);
    for (const generation of [2, 3] as const) {
      const { log: second, plans } = await planText(written(catalog, generation), catalog);
      expect(second.errors).toBe(0);
      expect(plans.map(({ outcome }) => outcome)).toEqual(catalog.map(() => 'unchanged'));
      // From a shop that has nothing yet, generation 2 and generation 3 lead to the same products.
      const [two, three] = [await planText(written(catalog, 2)), await planText(written(catalog, 3))];
      expect(bare(two.plans.map(({ after }) => after))).toEqual(bare(three.plans.map(({ after }) => after)));
    }
  }
);

test('the columns stand in the order their users know, Status of generation 2 at the very end', () => {
  const [two] = written([], 2).split('\n');
  expect(two).toMatch(/^Handle,Title,Body \(HTML\),Vendor,Product Category,Type,Tags,Published,Option1 Name,.*,Cost per item,Status$/);
  const [three] = written([], 3).split('\n');
  expect(three).toMatch(/^Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,/);
});

test('unknown columns come back under their own names, in the rows they came from', async () => {
  const text = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Kiln mark,Story\ncup,Cup,Size,S,5,K1,Long\ncup,,,L,6,K2,\n';
  const catalog = (await planText(text)).plans.map(({ after }) => after);
  const [header = '', first = '', second = ''] = written(catalog, 2).split('\n');
  expect(header).toContain('Kiln mark,Story');
  expect(first).toContain('K1,Long');
  expect(second).toContain('K2,');
});

test('on wish no cell can run as a formula in a spreadsheet', async () => {
  const [product] = (await planText('Handle,Title,Vendor\ncup,=1+1,@mez\n')).plans.map(({ after }) => after);
  expect(written([product!], 2, true)).toContain("cup,'=1+1,,'@mez");
  expect(written([product!], 2)).toContain('cup,=1+1,,@mez');
});
