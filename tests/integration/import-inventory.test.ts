import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { catalogFile } from '../fixtures/catalog-file.ts';
import { buy, exportFrom, importInto, openPlaces, variantOf } from '../fixtures/import-into.ts';
import { aNode, level } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

// Whole files go in, on machines that have other things to do as well.
vi.setConfig({ testTimeout: 30_000 });

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await openPlaces(shop, (id, kind) => aNode(shop.db, id, { kind }));
  await importInto(shop, catalogFile('generation-2.csv'));
});
afterAll(() => shop.close());

const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,SKU,Location,Bin name,On hand (current),On hand (new)';
const sheet = (...lines: string[]) => [HEAD, ...lines].join('\n');
const cup = (size: string) => variantOf(shop, 'studio-cup', ['Celadon', size]);
const at = async (size: string, nodeId = 'blr-hoskote') => level(shop.db, await cup(size), nodeId);

/** Celadon cups at the warehouse. */
const row = (size: string, current: string, wanted: string) => `studio-cup,,,Celadon,,${size},,Hoskote warehouse,,${current},${wanted}`;

test('the shape of 2023 counts a shelf, keeps what customs want, and changes nothing the second time', async () => {
  const report = await importInto(shop, catalogFile('inventory-2023.csv'));
  expect(report).toMatchObject({
    outcome: 'applied',
    format: 'shopify-inventory',
    counts: { created: 0, updated: 1, unchanged: 1, errors: 0 }
  });
  expect(await at('S')).toMatchObject({ on_hand: 7 });
  const variant = await shop.db
    .selectFrom('variant')
    .select('attributes')
    .where('id', '=', await cup('S'))
    .executeTakeFirstOrThrow();
  expect(variant.attributes).toMatchObject({ 'HS Code': '691110', COO: 'IN' });
  expect(await importInto(shop, catalogFile('inventory-2023.csv'))).toMatchObject({ counts: { updated: 0, unchanged: 2 } });
});

test('the shape of now opens shelves elsewhere, with their bins', async () => {
  expect(await importInto(shop, catalogFile('inventory-now.csv'))).toMatchObject({ outcome: 'applied', counts: { created: 2, errors: 0 } });
  expect(await at('M', 'blr-indiranagar')).toMatchObject({ on_hand: 9, bin: 'C-07' });
  expect((await at('M', 'blr-indiranagar')).counted_at).toEqual(shop.now());
  // The number then was "not stocked", now it is 9: the same file again is stale and says so.
  expect((await importInto(shop, catalogFile('inventory-now.csv'))).issues.map(({ code }) => code)).toEqual(['stale_row', 'stale_row']);
});

test('one column for each location carries what is available', async () => {
  const report = await importInto(shop, catalogFile('inventory-per-location.csv'));
  expect(report).toMatchObject({ outcome: 'applied', format: 'shopify-inventory', counts: { errors: 0 } });
  expect(await at('L')).toMatchObject({ on_hand: 5 });
});

test('stock that moved since the export is refused, or its difference carried over: nothing is sold twice', async () => {
  await importInto(shop, sheet(row('S', '7', '10')));
  await buy(shop, await cup('S'));
  const before = await at('S');
  const edited = sheet(row('S', '7', '12'));
  expect((await importInto(shop, edited)).issues).toMatchObject([{ code: 'stale_row', value: '7' }]);
  expect(await at('S')).toEqual(before);
  expect(await importInto(shop, edited, { stale: 'difference' })).toMatchObject({ outcome: 'applied' });
  expect(await at('S')).toMatchObject({ on_hand: 15, allocated: 1 });
  expect(await importInto(shop, edited, { stale: 'absolute' })).toMatchObject({ outcome: 'applied' });
  expect(await at('S')).toMatchObject({ on_hand: 12, allocated: 1 });
});

test('a shelf is given up when nothing is there; one with a history stays, empty', async () => {
  const bird = await variantOf(shop, 'clay-bird');
  await shop.db
    .insertInto('stock_level')
    .values({ variant_id: await cup('L'), node_id: 'blr-indiranagar', bin: 'Z-1' })
    .execute();
  const give = (handle: string, first: string, second: string) => `${handle},,,${first},,${second},,Indiranagar,,,not stocked`;
  const inUse = await importInto(shop, sheet(give('clay-bird', 'Default Title', '')));
  expect(inUse.issues).toMatchObject([{ code: 'in_use' }]);

  await importInto(shop, sheet('clay-bird,,,Default Title,,,,Indiranagar,,,0'));
  const file = sheet(give('clay-bird', 'Default Title', ''), give('studio-cup', 'Celadon', 'L'));
  expect(await importInto(shop, file)).toMatchObject({ outcome: 'applied', counts: { updated: 1, unchanged: 1 } });
  const left = await shop.db.selectFrom('stock_level').select('variant_id').where('node_id', '=', 'blr-indiranagar').execute();
  expect(left.map(({ variant_id }) => variant_id)).toContain(bird);
  expect(left.map(({ variant_id }) => variant_id)).not.toContain(await cup('L'));
  expect(await importInto(shop, file)).toMatchObject({ counts: { updated: 0, unchanged: 2 } });
});

test('one bad row and nothing of the file is counted', async () => {
  const before = await at('M');
  const report = await importInto(shop, sheet(row('M', '', '44'), row('XXL', '', '1')));
  expect(report).toMatchObject({ outcome: 'refused', issues: [{ code: 'unknown_options', record: 3 }] });
  expect(await at('M')).toEqual(before);
});

test('what is exported comes in again without a difference', async () => {
  const text = await exportFrom(shop, { kind: 'inventory', spreadsheetSafe: false });
  expect(text.split('\n')[0]).toContain('On hand (current),On hand (new)');
  const shelves = await shop.db.selectFrom('stock_level').select('variant_id').execute();
  const report = await importInto(shop, text);
  expect(report.counts).toMatchObject({ created: 0, updated: 0, unchanged: shelves.length, errors: 0, warnings: 0 });
});

test('what somebody writes into an export is counted, and every other shelf is left alone', async () => {
  const [header = '', ...lines] = (await exportFrom(shop, { kind: 'inventory', spreadsheetSafe: false })).trimEnd().split('\n');
  const place = lines.findIndex((line) => line.startsWith('clay-bird') && line.includes('Hoskote'));
  lines[place] = `${lines[place]}33`;
  const report = await importInto(shop, [header, ...lines].join('\n'));
  expect(report.counts).toMatchObject({ updated: 1, errors: 0 });
  expect(await level(shop.db, await variantOf(shop, 'clay-bird'), 'blr-hoskote')).toMatchObject({ on_hand: 33 });
});
