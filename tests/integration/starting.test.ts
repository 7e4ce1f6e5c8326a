import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect } from '#db/client.ts';
import { mayEnter } from '#db/embedded/owner.ts';
import { freePort, startDatabase } from '#db/embedded-database.ts';
import { HOUSE } from '#scripts/steps/programs.ts';
import { oldServer } from '../support/old-server.ts';
import { copyOfHouse, endStarted, openFolder, ordinaryUser, run, start, type Ended, type OpenFolder } from '../support/started.ts';

// Whole processes are started, on machines that have other things to do as well.
vi.setConfig({ testTimeout: 120_000 });

const START = ['scripts/start.ts'];
const DATABASE = `starting_${process.pid}`;
let at: OpenFolder;
let house: string;
let usual: { PORT: string; DATA_FOLDER: string };
beforeAll(async () => {
  at = openFolder('starting');
  house = join(at.folder, 'house');
  usual = { PORT: String(await freePort()), DATA_FOLDER: join(at.folder, 'data') };
  await asOwner((server) => sql`create database ${sql.id(DATABASE)}`.execute(server));
});
afterAll(async () => {
  await endStarted();
  await asOwner((server) => sql`drop database ${sql.id(DATABASE)} with (force)`.execute(server));
  at.remove();
});

async function asOwner(work: (server: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> {
  const server = connect(process.env['TEST_DATABASE_URL']!, { max: 1 });
  await work(server);
  await server.destroy();
}

/** The empty database of this file. */
function ownDatabase(): string {
  const url = new URL(process.env['TEST_DATABASE_URL']!);
  url.pathname = `/${DATABASE}`;
  return url.href;
}

/** One sentence on the error channel and nothing else there, and a code that says that it failed. @returns the sentence */
function trouble({ code, err }: Ended): string {
  expect(code).toBe(1);
  expect(err).toMatch(/^[A-Z].*\.\n$/);
  return err.trim();
}

test('a port that is taken is named before anything is started', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  const folder = join(at.folder, 'untouched');
  const env = { ...usual, PORT: String(port), BIND_ADDRESS: '127.0.0.1', DATA_FOLDER: folder };
  const said = trouble(await run(START, { env }));
  expect(said).toBe(`Port ${port} is taken: stop the program that uses it, or set PORT to another one.`);
  expect(readdirSync(at.folder)).not.toContain('untouched');
  other.close();
});

test('a server that nobody answers at is named, without its password', async () => {
  const port = await freePort();
  const said = trouble(await run(START, { env: { ...usual, DATABASE_URL: `postgres://shop:pass-word@127.0.0.1:${port}/shop` } }));
  expect(said).toContain(`The database at 127.0.0.1:${port}/shop cannot be reached`);
  expect(said).not.toContain('pass-word');
});

test('a server that is too old says which one it is and which will do', async () => {
  const { url, server } = await oldServer('140011');
  const said = trouble(await run(START, { env: { ...usual, DATABASE_URL: url } }));
  expect(said).toMatch(/^The server at 127\.0\.0\.1:\d+\/shop is PostgreSQL 14, and the shop needs 15 or newer\.$/);
  server.close();
});

test('a folder whose shop is running is left alone', async () => {
  const folder = join(at.folder, 'in-use');
  const running = await startDatabase(join(folder, 'postgres'), { throwaway: true });
  try {
    const said = trouble(await run(START, { env: { ...usual, DATA_FOLDER: folder } }));
    expect(said).toBe(`The shop in ${folder} is running already: stop it first, or set DATA_FOLDER to another folder.`);
  } finally {
    await running.stop();
  }
});

test('a data folder that cannot be written is named', async () => {
  const { owner, node } = ordinaryUser(at.folder);
  const closed = join(at.folder, 'closed');
  mkdirSync(closed);
  at.close(closed);
  // Where root may not write either, should our own folder be closed to everybody else.
  const folder = mayEnter(join(HOUSE, 'scripts'), owner) ? closed : '/sys/throughline';
  const who = folder === closed ? { owner, node } : {};
  const said = trouble(await run(START, { env: { ...usual, DATA_FOLDER: folder }, ...who }));
  expect(said).toContain(`The folder ${folder} is not writable: set DATA_FOLDER to one that is.`);
});

async function openedShop(): Promise<string> {
  const shop = start(START, { cwd: house, env: { ...usual, DATABASE_URL: ownDatabase() } });
  await vi.waitUntil(() => /^.*Ctrl-C stops everything/m.test(shop.said()) || shop.child.exitCode !== null, { timeout: 100_000 });
  shop.child.kill('SIGTERM');
  const { code, out, err } = await shop.ended;
  expect([code, err]).toEqual([0, '']);
  return out;
}

test('the first start sets the shop up; the second finds it so, and neither fills nor builds anything', async () => {
  copyOfHouse(house);
  const [first, second] = [await openedShop(), await openedShop()];
  expect(first).toMatch(/schema.* \d+ steps taken/);
  expect(first).not.toContain('there already');
  for (const words of [/schema.* up to date/, /goods.* there already/, /pages.* the build is fresh/, /shop.* open/])
    expect(second).toMatch(words);
});

test('pages that are to be built where nothing may be written say where that is', async (context) => {
  const { owner, node } = ordinaryUser(at.folder);
  context.skip(!mayEnter(join(HOUSE, 'node_modules', 'vite'), owner), 'our own folder is closed to everybody but root');
  const stale = join(at.folder, 'stale');
  copyOfHouse(stale);
  rmSync(join(stale, 'build'), { recursive: true });
  at.close(stale);
  const env = { ...usual, SECRET: 's'.repeat(43), DATABASE_URL: ownDatabase() };
  const { code, err } = await run(START, { cwd: stale, env, owner, node });
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(`^The pages cannot be built in ${stale}/: the folder is not writable \\(E[A-Z]+\\)\\.\n$`)
  ]);
});
