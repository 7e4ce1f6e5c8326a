import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDatabase, type EmbeddedDatabase } from '#db/embedded-database.ts';
import { answers } from '#db/embedded/running-server.ts';

const CUT_OFF = `new-${2 ** 30}-x`;

let folder = '';
let first: EmbeddedDatabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  // As a start leaves it that was killed while it made its cluster.
  mkdirSync(join(folder, CUT_OFF, 'data'), { recursive: true });
  first = await startDatabase(folder, { throwaway: true });
}, 60_000);
afterAll(async () => {
  await first.stop();
  for (const path of [folder, first.folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(url: string, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ answer: unknown }>(question);
  await client.end();
  return rows[0]?.answer;
}

test('the server works, sorts alike everywhere and listens on the loopback alone', async () => {
  expect(first.borrowed).toBe(false);
  expect(await ask(first.url, `select current_database() || ' ' || lower('ÄÖÉŠ') as answer`)).toBe('throughline äöéš');
  expect(await ask(first.url, `select current_setting('listen_addresses') || current_setting('unix_socket_directories') as answer`)).toBe(
    '127.0.0.1'
  );
});

test('what a start left behind that was cut off is swept away', () => {
  expect(readdirSync(first.folder)).not.toContain(CUT_OFF);
});

test('two starts in one folder share one server', async () => {
  const [one, other] = await Promise.all([startDatabase(folder), startDatabase(folder)]);
  expect(one.url).toBe(first.url);
  expect(other.url).toBe(first.url);
});

test('a server that another living process owns is borrowed: its stop leaves it running', async () => {
  writeFileSync(join(first.folder, 'owner'), String(process.ppid));
  const borrowed = await startDatabase(folder);
  expect(borrowed.borrowed).toBe(true);
  await borrowed.stop();
  expect(await answers(first.url)).toBe(true);
});

test('a server whose owner was killed is taken over, ended by its new owner, and comes back with its data', async () => {
  await ask(first.url, 'create table kept (answer int)');
  await ask(first.url, 'insert into kept values (42)');
  writeFileSync(join(first.folder, 'owner'), String(2 ** 30));
  const adopted = await startDatabase(folder);
  expect(adopted.borrowed).toBe(false);
  await adopted.stop();
  expect(await answers(first.url)).toBe(false);

  first = await startDatabase(folder, { throwaway: true });
  expect(await ask(first.url, 'select answer from kept')).toBe(42);
}, 30_000);

test('the note of a server that is long gone, its number now someone else’s, keeps nobody from starting', async () => {
  await first.stop();
  writeFileSync(join(first.folder, 'data', 'postmaster.pid'), `${process.pid}\n${first.folder}/data\n0\n5432\n`);
  first = await startDatabase(folder, { throwaway: true });
  expect(await answers(first.url)).toBe(true);
}, 30_000);
