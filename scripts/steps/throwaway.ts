import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startDatabase } from '#db/embedded-database.ts';
import { isAlive } from '#db/embedded/running-server.ts';
import type { Undo } from './undo.ts';

const PREFIX = 'throughline-throwaway-';
const MEMORY = '/dev/shm';
/** Whose numbers our processes have: a container counts its own from one. */
const NAMESPACE = processNamespace();
/** What a run of all tests may come to need: most of it is the log of the server. */
const RUN = 1.4 * 1024 ** 3;
const PLENTY = 3 * RUN;

type Place = { durable?: boolean; inMemory?: boolean; folder?: string };

/** A folder that is gone when the process ends. */
export function throwawayFolder(undo: Undo, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-${NAMESPACE}-`));
  undo.later(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * A folder for a database of tests: in memory where there is plenty, else on the disk. Each file of tests has a database, a database is a
 * thousand files, and some file systems take half a second to make them where as many were deleted just before.
 */
export function folderInMemory(undo: Undo): string {
  const isRoom = isWritable(MEMORY) && isPlenty(freeIn(MEMORY), throwawayIn(MEMORY).length);
  return throwawayFolder(undo, isRoom ? MEMORY : tmpdir());
}

/** What is free beside runs that may not have taken yet what they will need. */
export const isPlenty = (freeBytes: number, runs: number): boolean => freeBytes - runs * RUN > PLENTY;

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(bavail * bsize, process.availableMemory());
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A PostgreSQL of its own that is gone, with its data, when the process ends. `durable` makes it wait for the disk as a real one
 * does: whoever measures wants that, tests do not. `inMemory` is for those that do not grow too large for it.
 */
export async function throwawayDatabase(undo: Undo, { durable = false, inMemory = false, ...given }: Place = {}): Promise<string> {
  // First of all: what is abandoned takes room, and what is left after it belongs to those who will take more.
  await sweepAbandoned();
  const folder = given.folder ?? (inMemory ? folderInMemory(undo) : throwawayFolder(undo));
  const starting = startDatabase(folder, { throwaway: !durable });
  // Remembered before it stands: whoever stops us half-way finds it too.
  undo.later(async () => {
    const started = await starting.catch(() => undefined);
    await started?.stop();
    if (started) rmSync(started.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return (await starting).url;
}

/**
 * What killed processes left behind: their number is in the name of the folder. Memory may be shared with containers, in which that number is
 * nobody's or somebody else's: there only our own are looked at.
 */
export async function sweepAbandoned(): Promise<void> {
  for (const folder of [...throwawayIn(tmpdir()), ...throwawayIn(MEMORY).filter((one) => ownerOf(one).namespace === NAMESPACE)]) {
    const owner = Number(ownerOf(folder).pid);
    if (!owner || isAlive(owner) || !isOurs(folder)) continue;
    if (holdsCluster(folder)) {
      const left = await startDatabase(folder, { throwaway: true }).catch(() => undefined);
      await left?.stop();
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function throwawayIn(parent: string): string[] {
  const isThere = statSync(parent, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const names = isThere ? readdirSync(parent) : [];
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => join(parent, name));
}

function ownerOf(folder: string): { pid: string | undefined; namespace: string | undefined } {
  const [pid, namespace] = basename(folder).slice(PREFIX.length).split('-');
  return { pid, namespace };
}

function processNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0'; // No /proc on this system, and no containers either.
  }
}

function isOurs(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** Only a server that still runs needs to be ended. */
function holdsCluster(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8') !== '';
  } catch {
    return false;
  }
}
