import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '#db/embedded/running-server.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { startNode } from './child.ts';
import { HOUSE, programOf } from './programs.ts';
import { hashOfSources } from './sources.ts';
import type { Undo } from './undo.ts';

const STAMP = join(HOUSE, 'build', '.sources');
const LOCK = join(HOUSE, '.svelte-kit', 'build.lock');

/** Builds the pages unless the build at hand was made from these very sources. @returns whether it built */
export async function buildWhenStale(undo: Undo): Promise<boolean> {
  if (isFresh(hashOfSources(HOUSE))) return false;
  await takeLock();
  const unlock = () => rmSync(LOCK, { force: true });
  undo.later(unlock);
  try {
    const sources = hashOfSources(HOUSE);
    if (isFresh(sources)) return false; // The one we waited for did it.
    await build(undo);
    writeFileSync(STAMP, sources);
    return true;
  } finally {
    unlock();
  }
}

async function build(undo: Undo): Promise<void> {
  rmSync(STAMP, { force: true });
  const vite = startNode([programOf('vite'), 'build'], { env: { NODE_ENV: 'production' }, quiet: true });
  undo.later(vite.stop);
  const code = await vite.gone;
  if (code !== 0) throw new PlainTrouble(`The pages could not be built (vite ended with code ${code}); what it says stands above.`);
}

function isFresh(sources: string): boolean {
  return read(STAMP) === sources;
}

/** Two builds at once would write over each other. */
async function takeLock(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(dirname(LOCK), { recursive: true });
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (code !== 'EEXIST') throw new PlainTrouble(`The pages cannot be built in ${HOUSE}: the folder is not writable (${code}).`);
    }
    const owner = Number(read(LOCK));
    if (owner && !isAlive(owner)) rmSync(LOCK, { force: true });
    else await pause(200);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
