import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { refuse } from '#lib/kernel/refusal.ts';
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

/** For a command that found its work done by others: the first answer of a key stays. */
export async function saveAnswer(db: Db, named: Once, result: unknown): Promise<void> {
  await db
    .insertInto('idempotency')
    .values({ ...named, result: JSON.stringify(result) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Longer than any request takes. */
const GIVEN_UP_S = 60;

/** Who has a key for now: since when tells them from whoever takes it over. */
export type Claim = Pick<Once, 'scope' | 'key'> & { since: string };

/**
 * For what is no single transaction: the key is ours until its answer is kept or it is forgotten. Undefined when it has an answer that is not older than
 * `staleAfterS`, another hash, or a rival at it.
 */
export async function claimKey(db: Db, { scope, key, hash }: Once, staleAfterS: number | null = null): Promise<Claim | undefined> {
  const { rows } = await sql<Claim>`
    insert into idempotency as i (scope, key, hash) values (${scope}, ${key}, ${hash})
    on conflict (scope, key) do update set created_at = now(), result = null
      where i.hash = excluded.hash and (i.result is null and i.created_at < now() - make_interval(secs => ${GIVEN_UP_S})
        or i.created_at < now() - make_interval(secs => ${staleAfterS}::float8))
    returning scope, key, created_at::text as since`.execute(db);
  return rows[0];
}

/** Of a claim that was taken over nothing is kept. */
export async function keepAnswer(db: Db, { scope, key, since }: Claim, result: unknown): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ result: JSON.stringify(result) })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('created_at', '=', sql<Date>`${since}::timestamptz`)
    .execute();
}

/** Only one without an answer, and not one that was taken over. */
export async function forgetKey(db: Db, { scope, key, since }: Claim): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('created_at', '=', sql<Date>`${since}::timestamptz`)
    .where('result', 'is', null)
    .execute();
}

/** Keys are kept for a day and a bit; after that a repeat is a new command. */
export async function forgetOldKeys(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('idempotency').where('created_at', '<', before).execute();
}

/** A key from the client for one command on one thing, with the fingerprint of what was asked. No key, no promise of once. */
export function once(scope: string, key: string, input: unknown): Once;
export function once(scope: string, key: string | undefined, input: unknown): Once | undefined;
export function once(scope: string, key: string | undefined, input: unknown): Once | undefined {
  return key === undefined ? undefined : { scope, key, hash: createHash('sha256').update(JSON.stringify(input)).digest('base64url') };
}

/** For a command that finds its work already done: the key must still not have been used for something else. */
export async function refuseReusedKey(db: Db, named: Once): Promise<void> {
  await savedAnswer(db, named);
}

/** What the key got before; undefined for a new one. Refuses `key-reused`. */
export async function savedAnswer(db: Db, named: Once): Promise<unknown> {
  const saved = await db
    .selectFrom('idempotency')
    .select(['hash', 'result'])
    .where('scope', '=', named.scope)
    .where('key', '=', named.key)
    .executeTakeFirst();
  if (saved && saved.hash !== named.hash) refuse('key-reused');
  return saved?.result ?? undefined;
}

/** A fingerprint of what somebody was shown, to find out whether it is still so. */
export const sealOf = (shown: unknown): string => createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
