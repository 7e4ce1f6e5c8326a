import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const BUSY_MS = 5000;
const TRY_AGAIN_MS = 10;

/**
 * The books of an outsider (bank, carrier), apart from the shop's database on purpose: what they know must survive us.
 * Several processes may open the same file: one writes at a time, the others wait up to five seconds.
 *
 * WAL with synchronous=normal writes without an fsync. A killed process loses nothing, the pages are with the operating
 * system; only a power cut could lose the last commits. An fsync a charge would cost milliseconds for no test of ours.
 */
export function openJournal(path: string, schema: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const journal = new DatabaseSync(path, { timeout: BUSY_MS });
  waitForTurn(() => journal.exec('pragma journal_mode = wal; pragma synchronous = normal'));
  inOneStep(journal, () => journal.exec(schema));
  return journal;
}

/** One process turns a new file into one with a WAL, and SQLite refuses the others at once instead of letting them wait as usual. */
function waitForTurn(work: () => void): void {
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
  for (let left = BUSY_MS / TRY_AGAIN_MS; ; left -= 1) {
    try {
      return work();
    } catch (fault) {
      if (left <= 0 || !(fault instanceof Error && fault.message.includes('locked'))) throw fault;
      Atomics.wait(nobodyWakes, 0, 0, TRY_AGAIN_MS);
    }
  }
}

/** Takes the write lock first: a step that reads and then decides never sees another process write in between. */
export function inOneStep<T>(journal: DatabaseSync, work: () => T): T {
  journal.exec('begin immediate');
  try {
    const result = work();
    journal.exec('commit');
    return result;
  } catch (fault) {
    journal.exec('rollback');
    throw fault;
  }
}
