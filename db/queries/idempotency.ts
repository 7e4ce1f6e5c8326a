import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

export type Once = { scope: string; key: string; hash: string };

/** The answer this key got before, or undefined: go ahead. Waits for a rival that is at it. Refuses `key-reused`. */
export async function beginCommand(tx: Tx, once: Once): Promise<unknown> {
  const { rows } = await sql<{ saved: unknown }>`select begin_command(${once.scope}, ${once.key}, ${once.hash}) as saved`.execute(tx);
  return rows[0]?.saved ?? undefined;
}

export async function finishCommand(tx: Tx, once: Once, result: unknown): Promise<void> {
  await sql`select finish_command(${once.scope}, ${once.key}, ${JSON.stringify(result ?? {})}::jsonb)`.execute(tx);
}

/** Keys are kept for a day and a bit; after that a repeat is a new command. */
export async function forgetOldKeys(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('idempotency').where('created_at', '<', before).execute();
}
