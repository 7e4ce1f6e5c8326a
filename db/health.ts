import { sql } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from './client.ts';

const PATIENCE = 2_000;

/** Whether the database answers soon enough to send people here. */
export async function isAnswering(db: Db): Promise<boolean> {
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false
  );
  return Promise.race([asked, pause(PATIENCE, false, { ref: false })]);
}
