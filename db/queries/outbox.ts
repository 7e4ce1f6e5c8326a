import { sql } from 'kysely';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';
import { LeaseLost } from './leases.ts';

export type Waiting = { position: number; topic: string; attempts: number; event: CommerceEvent };

/**
 * The last write of every command: the log that is only ever appended to, and beside it what still has to be told.
 * A topic's row is locked before its fact is written, so within a topic positions follow commits; across topics
 * they may not, which is why told rows are taken away and not counted.
 */
export async function recordEvents(tx: Tx, events: CommerceEvent[], by: { actor: Actor; at: Date; cause: string | null }): Promise<void> {
  if (events.length === 0) return;
  const { channel, ...actor } = by.actor;
  await sql`select record_events(${JSON.stringify(events)}::jsonb, ${JSON.stringify(actor)}::jsonb, ${channel}, ${by.at}, ${by.cause})`.execute(
    tx
  );
}

/**
 * In order. What was set aside stays out, and so does everything behind it of the same topic; so do `resting`
 * topics, which failed a moment ago.
 */
export async function waitingInOutbox(db: Db, limit: number, resting: string[] = []): Promise<Waiting[]> {
  const { rows } = await sql<Found>`select * from waiting_in_outbox(${limit}, ${resting}::text[])`.execute(db);
  return rows.map(({ position, topic, attempts, version, type, data }) => ({
    position,
    topic,
    attempts,
    event: { ...data, type, topic, version } as CommerceEvent
  }));
}

type Found = { position: number; topic: string; attempts: number; version: number; type: string; data: object };

type Told = { positions: number[]; token: number };

/**
 * Takes told facts away in one step with what `enqueue` writes because of them.
 * @throws LeaseLost when another relay holds the lease by now or took one of these: then nothing of it was done
 */
export async function handOver(db: Db, told: Told, enqueue: (tx: Tx) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await enqueue(tx);
    await takeAway(tx, told);
  });
}

/**
 * Takes told facts away that nothing follows from: one statement.
 * @throws LeaseLost when another relay holds the lease by now or took one of these
 */
export async function takeAway(db: Db | Tx, { positions, token }: Told): Promise<void> {
  if (!(await markTold(db, positions, token))) throw new LeaseLost('relay: the lease went to another holder');
}

/** False when another relay holds the lease by now, or already took one of these. */
async function markTold(db: Db | Tx, positions: number[], token: number): Promise<boolean> {
  const { rows } = await sql`select take_from_outbox(${positions}::bigint[], ${token})`.execute(db);
  return rows.length === positions.length;
}

/** A fact that could not be handed over: counted, and set aside after `attempts` tries, so that other topics go on. */
export async function countFailure(db: Db, position: number, attempts: number): Promise<{ setAside: boolean }> {
  const row = await db
    .updateTable('outbox')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      set_aside_at: eb
        .case()
        .when('attempts', '>=', attempts - 1)
        .then(sql<Date>`now()`)
        .else(null)
        .end()
    }))
    .where('position', '=', position)
    .returning('set_aside_at')
    .executeTakeFirst();
  return { setAside: row !== undefined && row.set_aside_at !== null };
}

/** What was set aside is tried anew: whoever asks may be a newer program that knows better. */
export async function tryAgainWhatWasSetAside(db: Db): Promise<void> {
  await db.updateTable('outbox').set({ set_aside_at: null, attempts: 0 }).where('set_aside_at', 'is not', null).execute();
}

/** The topics that wait for a person, oldest first. */
export async function topicsSetAside(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('topic')
    .where('set_aside_at', 'is not', null)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => row.topic);
}
