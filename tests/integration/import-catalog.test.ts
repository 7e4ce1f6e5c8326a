import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { catalogFile } from '../fixtures/catalog-file.ts';
import { buy, importInto, openPlaces, variantOf } from '../fixtures/import-into.ts';
import { aNode, asha, level, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

// Whole files go in, on machines that have other things to do as well.
vi.setConfig({ testTimeout: 30_000 });

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await openPlaces(shop, (id, kind) => aNode(shop.db, id, { kind }));
});
afterAll(() => shop.close());

const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Vendor';
const sheet = (...lines: string[]) => [HEAD, ...lines].join('\n');
const productOf = (handle: string) => shop.db.selectFrom('product').selectAll().where('handle', '=', handle).executeTakeFirst();

/** Everything an import can touch, to see that nothing did. */
async function everything() {
  const read = async (
    table: 'product' | 'variant' | 'price' | 'product_image' | 'stock_level' | 'stock_movement' | 'import_run' | 'event'
  ) => (await shop.db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).toSorted();
  const tables = ['product', 'variant', 'price', 'product_image', 'stock_level', 'stock_movement', 'import_run', 'event'] as const;
  const all: Record<string, string[]> = {};
  for (const table of tables) all[table] = await read(table);
  return all;
}

test('a dry run says what would be and writes nothing', async () => {
  const before = await everything();
  const report = await importInto(shop, catalogFile('generation-1.csv'), { dryRun: true });
  expect(report).toMatchObject({ outcome: 'dry-run', importId: null, counts: { created: 4, updated: 0, errors: 0, shelves: 7 } });
  expect(report.records.map(({ name, outcome }) => [name, outcome])).toContainEqual(['brass-lota', 'created']);
  expect(await everything()).toEqual(before);
});

test('one bad row and nothing of the file goes in; the row is named', async () => {
  const before = await everything();
  const report = await importInto(shop, sheet('tray,Tray,Title,Default Title,900,,,mez', 'jug,Jug,Title,Default Title,cheap,,,mez'));
  expect(report).toMatchObject({
    outcome: 'refused',
    importId: null,
    issues: [{ file: 'goods.csv', record: 3, line: 3, column: 'Variant Price', code: 'bad_number', value: 'cheap' }]
  });
  expect(await everything()).toEqual(before);
});

test('bad products can be left out, each as a whole', async () => {
  const report = await importInto(
    shop,
    sheet(
      'thali,Thali,Size,S,900,,,mez',
      'thali,,,L,cheap,,,',
      'katori,Katori,Title,Default Title,90,,,mez',
      'spoon,,Title,Default Title,9,,,'
    ),
    { skipBad: true }
  );
  expect(report).toMatchObject({ outcome: 'applied', skipped: ['spoon', 'thali'], counts: { created: 1, skipped: 2, errors: 2 } });
  expect([await productOf('thali'), await productOf('spoon')]).toEqual([undefined, undefined]);
  expect(await productOf('katori')).toMatchObject({ title: 'Katori' });
});

test('an error of the file itself is never left out', async () => {
  const report = await importInto(shop, 'Handle,Title,Title\na,A,A\n', { skipBad: true });
  expect(report).toMatchObject({ outcome: 'refused', issues: [{ code: 'duplicate_header' }] });
});

test('a file goes in, is searched for, and a second time changes nothing at all', async () => {
  const report = await importInto(shop, catalogFile('generation-2.csv'));
  expect(report).toMatchObject({ outcome: 'applied', counts: { created: 4, updated: 0, unchanged: 0, errors: 0 } });
  const cup = await productOf('studio-cup');
  expect(cup).toMatchObject({ version: 1, import_id: report.importId, category: 'Home & Garden > Kitchen > Cups', status: 'active' });
  expect(cup!.search_text).toContain('studio cup चाय');
  expect((await shop.db.selectFrom('listing').select('product_id').execute()).map(({ product_id }) => product_id)).toContain(cup!.id);
  const run = await shop.db.selectFrom('import_run').selectAll().where('id', '=', report.importId!).executeTakeFirstOrThrow();
  expect(run).toMatchObject({ file_name: 'goods.csv', kind: 'shopify-products', actor: { role: 'system' }, counts: { created: 4 } });
  expect(run.checksum).toMatch(/^[0-9a-f]{64}$/);

  const before = await everything();
  const again = await importInto(shop, catalogFile('generation-2.csv'));
  expect(again).toMatchObject({ outcome: 'applied', counts: { created: 0, updated: 0, unchanged: 4, shelves: 0 } });
  expect({ ...(await everything()), import_run: [] }).toEqual({ ...before, import_run: [] });
});

test('quantities are counts at the warehouse: level, movement and a fact for open pages', async () => {
  const cup = await variantOf(shop, 'studio-cup', ['Indigo', 'M']);
  expect(await level(shop.db, cup, 'blr-hoskote')).toMatchObject({ on_hand: 4, short: 0 });
  const moved = await shop.db.selectFrom('stock_movement').selectAll().where('variant_id', '=', cup).execute();
  expect(moved).toMatchObject([{ kind: 'counted', quantity: 4, reason: 'import of goods.csv', node_id: 'blr-hoskote' }]);
  const told = await shop.db.selectFrom('event').select(['type', 'data']).where('topic', '=', `stock:blr-hoskote/${cup}`).execute();
  expect(told).toMatchObject([{ type: 'stock.changed', data: { onHand: 4, available: 4 } }]);

  await importInto(shop, sheet('kettle,Kettle,Title,Default Title,1900,shopify,6,mez'), { location: 'Indiranagar' });
  expect(await level(shop.db, await variantOf(shop, 'kettle'), 'blr-indiranagar')).toMatchObject({ on_hand: 6 });
});

test('a place that is not ours cannot be counted at', async () => {
  const report = await importInto(shop, sheet('pan,Pan,Title,Default Title,1900,shopify,6,mez'), { location: 'Atlantis' });
  expect(report).toMatchObject({ outcome: 'refused', issues: [{ code: 'unknown_location', value: 'Atlantis' }] });
});

test('a change raises the versions of what changed, and what the file leaves out stays', async () => {
  await importInto(shop, sheet('rug,Rug,Size,S,900,shopify,3,mez', 'rug,,,L,1500,shopify,2,'));
  const before = await productOf('rug');
  const report = await importInto(shop, 'Handle,Title,Option1 Name,Option1 Value,Variant Price\nrug,Rug,Size,L,1400\n');
  expect(report.records).toMatchObject([
    { outcome: 'updated', changes: [{ what: 'L: price shop', from: '150000 INR', to: '140000 INR' }] }
  ]);
  const after = await productOf('rug');
  expect(after).toMatchObject({ version: before!.version + 1, vendor: 'mez', import_id: report.importId });
  expect(after!.created_at).toEqual(before!.created_at);
  const small = await variantOf(shop, 'rug', ['S']);
  expect(await shop.db.selectFrom('price').selectAll().where('variant_id', '=', small).execute()).toMatchObject([{ amount_minor: 90_000 }]);
  expect(await level(shop.db, small, 'blr-hoskote')).toMatchObject({ on_hand: 3 });
});

test('a price that is cleared is gone, and the goods are no longer for sale', async () => {
  await importInto(shop, sheet('mat,Mat,Title,Default Title,300,,,mez'));
  const report = await importInto(shop, sheet('mat,Mat,Title,Default Title,,,,mez'));
  expect(report.issues.map(({ code }) => code)).toEqual(['missing_price']);
  expect(
    await shop.db
      .selectFrom('price')
      .selectAll()
      .where('variant_id', '=', await variantOf(shop, 'mat'))
      .execute()
  ).toEqual([]);
  await expect(buy(shop, await variantOf(shop, 'mat'))).rejects.toMatchObject({ code: 'not-for-sale' });
});

test('goods without a tracker can be bought whatever the file counted; tracked goods until they are gone', async () => {
  await importInto(shop, catalogFile('generation-1.csv'));
  expect(await buy(shop, await variantOf(shop, 'glass-bangle', ['Black']))).toBe('captured');
  await importInto(shop, sheet('vase,Vase,Title,Default Title,700,shopify,1,mez'));
  const vase = await variantOf(shop, 'vase');
  expect(await buy(shop, vase)).toBe('captured');
  expect(await level(shop.db, vase, 'blr-hoskote')).toMatchObject({ on_hand: 1, allocated: 1, available: 0 });
  await expect(buy(shop, vase)).rejects.toMatchObject({ code: 'out-of-stock' });
});

test('a count below what is promised is written down as short, said aloud, and names the orders that wait', async () => {
  await importInto(shop, sheet('stool,Stool,Title,Default Title,700,shopify,2,mez'));
  const stool = await variantOf(shop, 'stool');
  await buy(shop, stool);
  const file = sheet('stool,Stool,Title,Default Title,700,shopify,0,mez');
  const { number } = await shop.db
    .selectFrom('orders')
    .select('number')
    .orderBy('placed_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const dry = await importInto(shop, file, { dryRun: true });
  expect(dry.shortages).toEqual([{ name: 'stool / the only form at blr-hoskote', nodeId: 'blr-hoskote', short: 1, orders: [number] }]);
  await importInto(shop, file);
  expect(await level(shop.db, stool, 'blr-hoskote')).toMatchObject({ on_hand: 0, allocated: 1, short: 1 });
  const said = await shop.db.selectFrom('event').select('data').where('topic', '=', `shortage:blr-hoskote/${stool}`).execute();
  expect(said).toMatchObject([{ data: { short: 1 } }]);
});

test('the same file twice at the same moment creates its products once', async () => {
  const file = sheet('twin,Twin,Title,Default Title,100,shopify,4,mez');
  const reports = await Promise.all([importInto(shop, file), importInto(shop, file)]);
  expect(reports.map(({ records }) => records[0]!.outcome).toSorted()).toEqual(['created', 'unchanged']);
});

test.each([
  ['while the plan is made', 6],
  ['when all but the counts is written', 10]
])('an import that breaks %s leaves nothing behind', async (_, fatal) => {
  const before = await everything();
  let ids = 0;
  const failing = {
    ...shop,
    newId: () => {
      ids += 1;
      if (ids === fatal) throw new Error('the power went');
      return shop.newId();
    }
  };
  await expect(importInto(failing, catalogFile('generation-3.csv'))).rejects.toThrow('the power went');
  expect(await everything()).toEqual(before);
});

test('only managers, administrators and the system itself bring files in', async () => {
  const file = sheet('cap,Cap,Title,Default Title,100,,,mez');
  for (const actor of [shopper, asha, { ...asha, role: 'support' as const }, { ...asha, role: 'warehouse' as const }]) {
    await expect(importInto(shop, file, { actor })).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(await importInto(shop, file, { actor: { ...asha, role: 'manager' } })).toMatchObject({ outcome: 'applied' });
});
