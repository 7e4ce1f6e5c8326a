import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Everything that a build is made of; what only tests use is not. */
const SOURCES = [
  'src',
  'static',
  'db',
  'realtime',
  'agents',
  'scripts/vite-guard.ts',
  'scripts/vite-realtime.ts',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json'
];

/**
 * One hash over names and contents of the sources under a folder: a build carries the hash it was made from.
 * Times are no part of it, because they lie after a clone, a checkout or a copy.
 */
export function hashOfSources(house: string, sources: readonly string[] = SOURCES): string {
  const hash = createHash('sha256');
  for (const source of sources) add(hash, house, join(house, source));
  return hash.digest('hex');
}

function add(hash: Hash, house: string, path: string): void {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind || path.endsWith('.test.ts')) return;
  if (kind.isDirectory()) {
    for (const name of readdirSync(path).toSorted()) add(hash, house, join(path, name));
    return;
  }
  // The size keeps two neighbours from trading bytes.
  hash.update(`${relative(house, path).split(sep).join('/')}\n${kind.size}\n`).update(readFileSync(path));
}
