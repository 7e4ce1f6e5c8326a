import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUSE } from '#scripts/steps/programs.ts';
import { openFolder, ordinaryUser, run, type Ended, type OpenFolder } from '../support/started.ts';

/** Installs two packages, or none: what it was told stands in `told`. */
const NPM = `
  const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  writeFileSync('told', process.argv.slice(2).join(' '));
  if (process.env.NPM_FAILS) { console.error('npm error network'); process.exit(7); }
  for (const name of ['lamp', 'mug']) mkdirSync('node_modules/' + name, { recursive: true });
  writeFileSync('node_modules/.package-lock.json', readFileSync('package-lock.json'));`;
const LOCKFILE = { packages: { '': {}, 'node_modules/lamp': { integrity: 'l' }, 'node_modules/mug': { integrity: 'm' } } };
const FAILED = '[bootstrap] npm ci failed (exit 7); its message stands above';

let at: OpenFolder;
let houses = 0;
beforeAll(() => {
  at = openFolder('bootstrap');
  writeFileSync(join(at.folder, 'npm-cli.js'), NPM);
});
afterAll(() => at.remove());

/** A small house with these packages, as npm leaves them before it is done, or when it is. */
function aHouse(packages: string[], isWhole = false): string {
  const house = join(at.folder, `house-${(houses += 1)}`);
  mkdirSync(join(house, 'scripts'), { recursive: true });
  cpSync(join(HOUSE, 'scripts/bootstrap.mjs'), join(house, 'scripts/bootstrap.mjs'));
  writeFileSync(join(house, 'package-lock.json'), JSON.stringify(LOCKFILE));
  writeFileSync(join(house, 'start.mjs'), `console.log('started');`);
  for (const name of packages) mkdirSync(join(house, 'node_modules', name), { recursive: true });
  if (isWhole) writeFileSync(join(house, 'node_modules/.package-lock.json'), JSON.stringify(LOCKFILE));
  return house;
}

async function bootstrap(house: string, how: Parameters<typeof run>[1] = {}): Promise<Ended & { told: string | undefined }> {
  const env = { npm_execpath: join(at.folder, 'npm-cli.js'), npm_node_execpath: process.execPath, ...how.env };
  const ended = await run(['scripts/bootstrap.mjs', './start.mjs'], { ...how, cwd: house, env });
  const told = join(house, 'told');
  return { ...ended, told: existsSync(told) ? readFileSync(told, 'utf8') : undefined };
}

test('an install that was cut off is made anew before anything is started, and once', async () => {
  const house = aHouse(['lamp']);
  const { code, out, err, told } = await bootstrap(house);
  expect([code, out, told]).toEqual([0, 'started\n', expect.stringMatching(/^ci /)]);
  expect(err).toMatch(
    /^\[bootstrap\] the install is unfinished or of another lockfile, installing anew \.\.\.\n\[bootstrap\] installed in \d+ s\n$/
  );
  rmSync(join(house, 'told'));
  expect(await bootstrap(house)).toEqual({ code: 0, out: 'started\n', err: '', told: undefined });
});

test('a package that went missing from a whole install is noticed', async () => {
  const house = aHouse(['lamp', 'mug'], true);
  expect(await bootstrap(house)).toMatchObject({ out: 'started\n', told: undefined });
  rmSync(join(house, 'node_modules/mug'), { recursive: true });
  expect(await bootstrap(house)).toMatchObject({ code: 0, out: 'started\n', told: expect.stringMatching(/^ci /) as string });
});

test('an install that fails ends in one sentence, and nothing is started', async () => {
  const { code, out, err } = await bootstrap(aHouse(['lamp']), { env: { NPM_FAILS: 'yes' } });
  expect([code, out]).toEqual([1, '']);
  expect(err.trim().split('\n').slice(1)).toEqual(['npm error network', FAILED]);
});

test('a folder that may not be written and has no install is named with what to do', async () => {
  const house = aHouse([]);
  at.close(house);
  const { code, out, err } = await bootstrap(house, ordinaryUser(at.folder));
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(
    /^\[bootstrap\] cannot write to \S+ \(EACCES\): dependencies are installed there, so copy the folder to a place you may write to\n$/
  );
});

test('a whole install in a folder that may not be written will do', async () => {
  const house = aHouse(['lamp', 'mug'], true);
  at.close(join(house, 'node_modules'));
  at.close(house);
  expect(await bootstrap(house, ordinaryUser(at.folder))).toEqual({ code: 0, out: 'started\n', err: '', told: undefined });
});
