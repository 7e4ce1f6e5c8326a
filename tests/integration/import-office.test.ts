import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions } from '../../src/routes/(office)/office/import/+page.server.ts';
import { findImportFile, newestImportFiles } from '#db/queries/import-files.ts';
import { LARGEST_FILE, type ImportKind } from '#lib/commerce/imports/import-file.ts';
import { confirmImport } from '#lib/commerce/imports/confirm-import.server.ts';
import { receiveImport } from '#lib/commerce/imports/receive-import.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { takeImport } from '#realtime/take-import.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const STATE = fixture('state/old-shop.jsonl');
const CSV = fixture('catalog/generation-2.csv');

let shop: TestShop;
let kabir: Actor;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, 'blr-hub', { kind: 'warehouse' });
  kabir = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());

async function* chunked(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
const sent = async (kind: ImportKind, bytes: Uint8Array, name = 'a-file') =>
  receiveImport(shop, kabir, { kind, name, bytes: chunked(bytes) });
const look = async (importId: string) => takeImport(shop, { importId, does: 'look' });
const bring = async (importId: string) => takeImport(shop, { importId, does: 'bring' });
const seen = async (importId: string) => (await findImportFile(shop.db, importId))!;
const piecesOf = async (id: string) => shop.db.selectFrom('import_piece').select('n').where('import_file_id', '=', id).execute();
const products = async () => (await shop.db.selectFrom('product').select('title').execute()).map(({ title }) => title).toSorted();

async function looked(kind: ImportKind, bytes: Uint8Array) {
  const id = await sent(kind, bytes);
  await look(id);
  return seen(id);
}

test.each([
  ['state', STATE],
  ['catalogue', CSV]
] as const)('a %s is looked at first, goes in when somebody says so, and a second time changes nothing', async (kind, bytes) => {
  const before = await products();
  const file = await looked(kind, bytes);
  expect(file).toMatchObject({ state: 'ready', size: bytes.length, found: { outcome: 'dry-run', errors: 0 } });
  expect(await products()).toEqual(before);

  await Promise.all([confirmImport(shop, kabir, { importId: file.id }), confirmImport(shop, kabir, { importId: file.id })]);
  await Promise.all([bring(file.id), bring(file.id)].map(outcomeOf));
  expect(await seen(file.id)).toMatchObject({ state: 'done', found: { outcome: 'applied' } });
  expect((await products()).length).toBeGreaterThan(before.length);
  expect(await piecesOf(file.id)).toEqual([]);
  const asked = await shop.db.selectFrom('event').select('data').where('topic', '=', `import:${file.id}`).orderBy('version').execute();
  expect(asked.map(({ data }) => (data as { does: string }).does)).toEqual(['look', 'bring']);

  const again = await looked(kind, bytes);
  expect(again.found?.counts.every(({ created, changed }) => created + changed === 0)).toBe(true);
  await confirmImport(shop, kabir, { importId: again.id });
  await bring(again.id);
  expect((await seen(again.id)).found?.counts.every(({ created, changed }) => created + changed === 0)).toBe(true);
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

const line = (record: object) => `${JSON.stringify(record)}\n`;
const head = {
  type: 'header',
  format: 'throughline-state',
  version: 1,
  source: 's',
  exported_at: '2026-11-01T00:00:00Z',
  stock: 'on_hand'
};
const CELLS = 'Handle,Title,Option1 Name,Option1 Value,Variant Price\nsum,=SUM(A1:A9),Title,Default Title,=1+1\n';

test.each<[string, ImportKind, string | Buffer, [number, string]]>([
  ['a picture for a state', 'state', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), [1, 'bad_encoding']],
  ['a picture for a catalogue', 'catalogue', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), [1, 'bad_encoding']],
  ['a state without its header', 'state', line({ type: 'product', source: 's', external_id: 'p', title: 'P' }), [1, 'no_header']],
  ['a header that is wrong', 'state', line(head), [1, 'bad_header']],
  ['a CSV of something else', 'catalogue', 'Name,Age\nAda,36\n', [1, 'no_header']],
  ['a formula where a price belongs', 'catalogue', CELLS, [2, 'bad_number']]
])('%s is refused by its line, and nothing is kept of it', async (_, kind, bytes, [at, code]) => {
  const before = await products();
  const file = await looked(kind, Buffer.from(bytes as string));
  expect(file).toMatchObject({ state: 'refused', found: { outcome: 'refused' } });
  expect(file.found?.issues[0]).toMatchObject({ line: at, code, severity: 'error' });
  expect(await piecesOf(file.id)).toEqual([]);
  expect(await outcomeOf(confirmImport(shop, kabir, { importId: file.id }))).toBe('not-allowed');
  expect(await products()).toEqual(before);
});

test('a formula in words stays the words that it is', async () => {
  const file = await looked('catalogue', Buffer.from(CELLS.replace('=1+1', '10.00')));
  await confirmImport(shop, kabir, { importId: file.id });
  await bring(file.id);
  expect(await products()).toContain('=SUM(A1:A9)');
});

test('of many faults the first fifty are kept and all are counted', async () => {
  const bad = Array.from({ length: 90 }, (_, n) =>
    line({ type: 'price', source: 's', external_id: `${n}`, variant: 'gone', amount: 1 })
  ).join('');
  const { found } = await looked('state', Buffer.from(line({ ...head, default_currency: 'INR' }) + bad));
  expect(found?.errors).toBeGreaterThanOrEqual(90);
  expect(found?.issues).toHaveLength(50);
});

test('what is too large, empty or breaks off asks for nothing', async () => {
  const count = async () => (await shop.db.selectFrom('event').select('position').where('type', '=', 'import.asked').execute()).length;
  const before = await count();
  async function* endless(): AsyncGenerator<Uint8Array> {
    const some = new Uint8Array(4 * 1024 * 1024);
    for (let size = 0; size <= LARGEST_FILE; size += some.length) yield await Promise.resolve(some);
    throw new Error('it was read to its end');
  }
  async function* torn(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from('x'));
    throw new Error('gone');
  }
  const take = async (bytes: AsyncIterable<Uint8Array>) => outcomeOf(receiveImport(shop, kabir, { kind: 'state', name: 'x', bytes }));
  expect(await take(endless())).toBe('invalid');
  expect(await take(chunked(new Uint8Array()))).toBe('invalid');
  await expect(receiveImport(shop, kabir, { kind: 'state', name: 'x', bytes: torn() })).rejects.toThrow('gone');
  expect(await count()).toBe(before);
  // A day later the next one sweeps them away.
  shop.at(new Date(shop.now().getTime() + 25 * 3_600_000).toISOString());
  await sent('state', STATE);
  const states = (await newestImportFiles(shop.db, 50)).map(({ state }) => state);
  expect(states).not.toContain('receiving');
  expect(states.filter((state) => state === 'lapsed')).toHaveLength(3);
});

test('only whoever looks after the whole house sends and confirms', async () => {
  const id = await sent('state', STATE);
  for (const role of ['associate', 'warehouse', 'support'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const actor = await aPerson(shop, role, 'blr-hub');
    // oxlint-disable-next-line no-await-in-loop
    expect(await outcomeOf(receiveImport(shop, actor, { kind: 'state', name: 'x', bytes: chunked(STATE) }))).toBe('forbidden');
    // oxlint-disable-next-line no-await-in-loop
    expect(await outcomeOf(confirmImport(shop, actor, { importId: id }))).toBe('forbidden');
  }
});

type Event = Parameters<NonNullable<(typeof actions)['send']>>[0];
async function pressed(form: FormData, headers: Record<string, string> = {}): Promise<unknown> {
  const whole = new Request('http://localhost/office/import', { method: 'POST', body: form });
  const request = new Request(whole, { headers: { ...Object.fromEntries(whole.headers), ...headers } });
  return (actions['send'] as (event: Event) => Promise<unknown>)({ request, locals: { shop, actor: kabir } } as unknown as Event).catch(
    (thrown: unknown) => thrown
  );
}
function aForm(kind: string, bytes: Buffer, name: string): FormData {
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  return form;
}

test('the form of the page is read as it comes', async () => {
  const answer = await pressed(aForm('state', STATE, '..\\shop of old.jsonl'));
  expect(answer).toMatchObject({ status: 303, location: expect.stringMatching(/^\/office\/import\/[0-9a-f-]{36}$/) });
  const id = String((answer as { location: string }).location.split('/').at(-1));
  await look(id);
  expect(await seen(id)).toMatchObject({ name: 'shop of old.jsonl', size: STATE.length, by: { role: 'manager' } });

  const announced = await pressed(aForm('state', STATE, 'x'), { 'content-length': String(200 * 1024 * 1024) });
  expect(announced).toMatchObject({ status: 413, data: { message: expect.stringContaining('128 MB at most') } });
  expect(await pressed(aForm('state', Buffer.alloc(0), ''))).toMatchObject({ status: 400 });
  expect(await pressed(aForm('poem', STATE, 'x'))).toMatchObject({ status: 400, data: { message: 'Say what the file is.' } });
});
