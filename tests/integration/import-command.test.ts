import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ImportReport } from '#lib/commerce/catalog/import/import-report.ts';
import { openPlaces } from '../fixtures/import-into.ts';
import { aNode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
const folder = mkdtempSync(join(tmpdir(), 'import-command-'));
/** Starting a process takes its time on a busy machine. */
const PATIENCE = 60_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
beforeAll(async () => {
  shop = await openShop();
  await openPlaces(shop, (id, kind) => aNode(shop.db, id, { kind }));
});
vi.setConfig({ testTimeout: PATIENCE });
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

type Ran = { code: number; out: string; err: string };

/** `npm run import` and `npm run export` as they are started, on this test's database. */
function run(script: 'import' | 'export', ...args: string[]): Promise<Ran> {
  const env = { ...process.env, DATABASE_URL: shop.url, DATA_FOLDER: folder };
  return new Promise((resolve) => {
    execFile(process.execPath, [`scripts/${script}.ts`, ...args], { cwd: root, env, maxBuffer: 1e8 }, (fault, out, err) =>
      resolve({ code: fault ? Number(fault.code) : 0, out, err })
    );
  });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const fixture = (name: string) => join(root, 'tests/fixtures/catalog', name);
const count = async () => (await shop.db.selectFrom('product').select('id').execute()).length;
const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Variant Price\n';

test('a dry run says in words what would be; nothing is written', async () => {
  const { code, out } = await run('import', fixture('generation-3.csv'), '--dry-run');
  expect(code).toBe(0);
  expect(out).toContain(
    'generation-3.csv (shopify-products): would be 2 created, 0 updated, 0 unchanged, 3 shelves counted. Nothing was changed.'
  );
  expect(out).toContain('jute-basket: new');
  expect(await count()).toBe(0);
});

test('several files go in one after the other, the report also as JSON', async () => {
  const { code, out } = await run('import', fixture('generation-2.csv'), fixture('inventory-2023.csv'), '--json');
  const reports = JSON.parse(out) as ImportReport[];
  expect(code).toBe(0);
  expect(reports.map(({ file: name, format, outcome, counts }) => [name, format, outcome, counts.created + counts.updated])).toEqual([
    ['generation-2.csv', 'shopify-products', 'applied', 4],
    ['inventory-2023.csv', 'shopify-inventory', 'applied', 1]
  ]);
});

test('a bad row is named with its line and its reason, and ends with an error', async () => {
  const before = await count();
  const bad = file('bad.csv', `${HEAD}pot,"Pot\nof clay",Title,Default Title,90\npan,Pan,Title,Default Title,two\n`);
  const { code, out } = await run('import', bad, fixture('generation-3.csv'));
  expect(code).toBe(1);
  expect(out).toContain('bad.csv (shopify-products): nothing was changed. 1 errors, 0 warnings.');
  expect(out).toContain('error bad_number at record 3, line 4, Variant Price "two": Write the amount as a plain number');
  // The file behind it waits: it may build on this one.
  expect(out).not.toContain('generation-3.csv');
  expect(await count()).toBe(before);
});

test('a file that is not UTF-8 is one error with the byte where it is not', async () => {
  const latin = Buffer.concat([Buffer.from(`${HEAD}cafe,Caf`), Buffer.from([0xe9]), Buffer.from(',Title,Default Title,90\n')]);
  const { code, out } = await run('import', file('latin.csv', latin));
  expect([code, out.match(/error \w+/g)]).toEqual([1, ['error bad_encoding']]);
  expect(out).toContain('at byte 63');
});

test('a foreign file goes in by its rate', async () => {
  const dollars = file('dollars.csv', `${HEAD}lamp,Lamp,Title,Default Title,12.5\n`);
  expect((await run('import', dollars, '--currency', 'usd', '--rate', 'USD=84.2')).code).toBe(0);
  const price = await shop.db
    .selectFrom('price as r')
    .innerJoin('variant as v', 'v.id', 'r.variant_id')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .select(['r.amount_minor', 'r.currency'])
    .where('p.handle', '=', 'lamp')
    .execute();
  expect(price).toEqual([{ amount_minor: 105_250, currency: 'INR' }]);
});

test('a file that is not there is answered with one plain sentence', async () => {
  expect(await run('import', 'nowhere.csv')).toEqual({ code: 1, out: '', err: 'The file nowhere.csv cannot be read.\n' });
});

test('what is exported into a file comes in again unchanged, and a listing of shelves does too', async () => {
  const out = join(folder, 'catalogue.csv');
  expect(await run('export', '--generation', '3', '--out', out)).toMatchObject({ code: 0, out: `${out}: 5 products\n` });
  const products = JSON.parse((await run('import', out, '--json')).out) as ImportReport[];
  expect(products[0]!.counts).toMatchObject({ created: 0, updated: 0, unchanged: 5, errors: 0 });

  const shelves = await run('export', '--inventory');
  expect(shelves.out.split('\n')[0]).toMatch(/^Handle,Title,.*On hand \(new\)$/);
  const counted = JSON.parse((await run('import', file('shelves.csv', shelves.out), '--json')).out) as ImportReport[];
  expect(counted[0]!.counts).toMatchObject({ created: 0, updated: 0, errors: 0 });
  expect(readFileSync(out, 'utf8')).toMatch(/^Title,URL handle,/);
});

test('an export from an unknown place is refused in a sentence', async () => {
  const { code, err } = await run('export', '--location', 'atlantis');
  expect([code, err]).toEqual([1, '--location atlantis is not known; known are: blr-hoskote, blr-indiranagar.\n']);
});
