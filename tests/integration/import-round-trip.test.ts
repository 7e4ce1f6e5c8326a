import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { productsByHandle, allProducts } from '#db/queries/catalog-import-products.ts';
import { catalogExtent } from '#db/queries/catalog-import-export.ts';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import type { PlannedProduct } from '#lib/commerce/catalog/import/planned-product.ts';
import { catalogFile } from '../fixtures/catalog-file.ts';
import { extentOf } from '../fixtures/extent.ts';
import { exportFrom, importInto, openPlaces } from '../fixtures/import-into.ts';
import { aNode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

// Whole files go in, on machines that have other things to do as well.
vi.setConfig({ testTimeout: 30_000 });

const open: TestShop[] = [];
afterAll(async () => {
  for (const shop of open) await shop.close();
});

async function emptyShop(): Promise<TestShop> {
  const shop = await openShop();
  open.push(shop);
  await openPlaces(shop, (id, kind) => aNode(shop.db, id, { kind }));
  return shop;
}

/** The catalogue without the ids of its rows, which differ from shop to shop. */
async function catalogue(shop: TestShop): Promise<unknown> {
  const bare = ({ id: _id, ...rest }: { id: string }) => rest;
  const all = (await Array.fromAsync(allProducts(shop.db))).flat();
  return all.map((product) => ({ ...bare(product), variants: product.variants.map(bare), images: product.images.map(bare) }));
}

const products = (generation: 2 | 3, nodeId?: string) => ({ kind: 'products', generation, nodeId, spreadsheetSafe: false }) as const;

let demo: TestShop;
beforeAll(async () => {
  demo = await openShop();
  open.push(demo);
  await seedWhenEmpty(demo.db, 'mez');
}, 60_000);

test.each([2, 3] as const)('the demo shop goes out and in again in generation %i: unchanged everywhere', async (generation) => {
  const report = await importInto(demo, await exportFrom(demo, products(generation)));
  const changes = report.records.flatMap(({ name, changes: all }) => all.map((change) => ({ name, ...change })));
  expect(changes).toEqual([]);
  expect(report).toMatchObject({ outcome: 'applied', counts: { created: 0, updated: 0, errors: 0 } });
  expect(report.counts.unchanged).toBeGreaterThanOrEqual(42);
});

test('with the quantities of one node it is unchanged too', async () => {
  const text = await exportFrom(demo, products(2, 'blr-indiranagar'));
  expect(text.split('\n')[0]).toContain('Variant Inventory Qty');
  const report = await importInto(demo, text, { location: 'blr-indiranagar' });
  expect(report.records.flatMap(({ changes }) => changes)).toEqual([]);
  expect(report.counts).toMatchObject({ errors: 0, shelves: 0 });
});

test('the demo shop becomes the same catalogue in an empty shop, by either generation', async () => {
  const wanted = await catalogue(demo);
  for (const generation of [2, 3] as const) {
    const other = await emptyShop();
    expect(await importInto(other, await exportFrom(demo, products(generation)))).toMatchObject({
      outcome: 'applied',
      counts: { updated: 0 }
    });
    expect(await catalogue(other)).toEqual(wanted);
  }
}, 60_000);

test.each(['generation-1.csv', 'generation-2.csv', 'generation-3.csv', 'option-called-title.csv', 'spree.csv', 'saleor.json'])(
  '%s goes in, out and in again: unchanged, in both generations',
  async (name) => {
    const shop = await emptyShop();
    expect(await importInto(shop, catalogFile(name))).toMatchObject({ outcome: 'applied', counts: { errors: 0 } });
    for (const generation of [2, 3] as const) {
      const report = await importInto(shop, await exportFrom(shop, products(generation, 'blr-hoskote')));
      expect(report.records.flatMap(({ changes }) => changes)).toEqual([]);
      expect(report.counts).toMatchObject({ created: 0, updated: 0, errors: 0 });
    }
  }
);

test('generation 1 in, generation 3 out, in again elsewhere: the same catalogue', async () => {
  const [first, second] = [await emptyShop(), await emptyShop()];
  await importInto(first, catalogFile('generation-1.csv'));
  await importInto(second, await exportFrom(first, products(3)));
  expect(await catalogue(second)).toEqual(await catalogue(first));
});

test('the database knows the columns a catalogue needs as well as the catalogue itself', async () => {
  const handles = await demo.db.selectFrom('product').select('handle').orderBy('handle').execute();
  const all: PlannedProduct[] = await productsByHandle(
    demo.db,
    handles.map(({ handle }) => handle)
  );
  const { attributes, lists, filled } = await catalogExtent(demo.db);
  expect({ attributes: attributes.toSorted(), lists: lists.toSorted(), filled: filled.toSorted() }).toEqual(extentOf(all));
});
