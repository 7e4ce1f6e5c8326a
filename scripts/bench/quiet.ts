import { setTimeout as pause } from 'node:timers/promises';
import { waitingFacts } from '#db/bench/counts.ts';
import type { Db } from '#db/client.ts';

const PATIENCE_MS = 120_000;

/** Waits until everything that was written has been passed on: the next measurement shall not pay for the last one. */
export async function untilPassedOn(db: Db): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; (await waitingFacts(db)) > 0; await pause(100)) {
    if (performance.now() > until) throw new Error('the relay did not pass on what was written within two minutes');
  }
}
