import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '#db/embedded-database.ts';
import { isAlive } from '#db/embedded/running-server.ts';
import type { Undo } from './undo.ts';

const PREFIX = 'throughline-throwaway-';

/** A folder that is gone when the process ends. */
export function throwawayFolder(undo: Undo): string {
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  undo.later(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * A PostgreSQL of its own that is gone, with its data, when the process ends. `durable` makes it wait for the disk as a real one
 * does: whoever measures wants that, tests do not.
 */
export async function throwawayDatabase(undo: Undo, { durable = false, folder = throwawayFolder(undo) } = {}): Promise<string> {
  await sweepAbandoned();
  const starting = startDatabase(folder, { throwaway: !durable });
  // Remembered before it stands: whoever stops us half-way finds it too.
  undo.later(async () => {
    const started = await starting.catch(() => undefined);
    await started?.stop();
    if (started) rmSync(started.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return (await starting).url;
}

/** What killed processes left behind: their number is in the name of the folder. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : 0);
    if (!owner || isAlive(owner)) continue;
    const folder = join(tmpdir(), name);
    if (!isOurs(folder)) continue;
    if (holdsCluster(folder)) {
      const left = await startDatabase(folder, { throwaway: true }).catch(() => undefined);
      await left?.stop();
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
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
