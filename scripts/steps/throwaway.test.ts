import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderInMemory, isPlenty, sweepAbandoned } from './throwaway.ts';
import { undoList } from './undo.ts';

const NOBODY = String(2 ** 30);

test('of what was left in memory only what has our own process numbers is swept away', async () => {
  const undo = undoList(() => undefined);
  const ours = folderInMemory(undo);
  const [, , , namespace] = basename(ours).split('-');
  const named = (container: string) => join(dirname(ours), `throughline-throwaway-${NOBODY}-${container}-test`);
  const [abandoned, elsewhere] = [named(namespace!), named('1')];
  undo.later(() => rmSync(elsewhere, { recursive: true, force: true }));
  for (const folder of [abandoned, elsewhere]) mkdirSync(folder);

  await sweepAbandoned();
  expect([ours, abandoned, elsewhere].map((folder) => existsSync(folder))).toEqual([true, false, dirname(ours) === '/dev/shm']);
  await undo.all();
});

test('memory is plenty for one run when it is plenty beside all that have begun there', () => {
  const free = 6 * 1024 ** 3;
  expect([0, 1, 2, 9].map((runs) => isPlenty(free, runs))).toEqual([true, true, false, false]);
});
