import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { coalescedOn } from '../coalesced.ts';

/** At most `limit` times in any `seconds` for one subject (an account, an address, a session). */
export type RateLimit = { name: string; limit: number; seconds: number };
export type RateAsk = RateLimit & { subject: string; at: Date };

/** Windows are counted in slices, so that the limit holds for every stretch of time and not only between two marks of the clock. */
const SLICES = 15;

/**
 * Counts one use, for all processes together, in one statement that callers at the same moment share. Zero: go ahead. Else the
 * seconds until the next one is allowed; what is refused does not count, so whoever keeps asking is let in as soon as everybody else.
 */
export async function countUse(db: Db, ask: RateAsk): Promise<number> {
  return (await counted(db, ask)) ? 0 : secondsToWait(db, ask);
}

const counted = coalescedOn<RateAsk, boolean>((db) => ({
  alone: async (ask) => (await countUses(db, [ask])).includes(true),
  together: async (asks) => countUses(db, asks),
  apart: ({ name, subject }) => [`${name} ${subject}`]
}));

/** Of each whether it may go ahead. */
async function countUses(db: Db, asks: RateAsk[]): Promise<boolean[]> {
  const rows = asks.map(({ name, subject, limit, ...ask }) => ({
    name,
    subject,
    most: limit,
    ...slices({ name, subject, limit, ...ask })
  }));
  const { rows: uses } = await sql<{ use: string }>`select count_uses(${JSON.stringify(rows)}::jsonb) as use`.execute(db);
  const free = new Set(uses.map(({ use }) => use));
  return asks.map(({ name, subject }) => free.has(`${name} ${subject}`));
}

/** Takes one use back: whoever got in is no guesser. */
export async function forgiveUse(db: Db, ask: RateAsk): Promise<void> {
  const { name, subject } = ask;
  const { current } = slices(ask);
  const row = { name, subject, window_start: current };
  const lowered = await sql`
    update rate_bucket set used = used - 1
    where name = ${name} and subject = ${subject} and window_start = ${row.window_start} and used > 1`.execute(db);
  if (Number(lowered.numAffectedRows ?? 0) > 0) return;
  await db
    .deleteFrom('rate_bucket')
    .where('name', '=', name)
    .where('subject', '=', subject)
    .where('window_start', '=', current)
    .where('used', '=', 1)
    .execute();
}

/** Until the oldest slice that still counts has left the window. */
async function secondsToWait(db: Db, ask: RateAsk): Promise<number> {
  const { oldest, sliceMs } = slices(ask);
  const first = await db
    .selectFrom('rate_bucket')
    .select((eb) => eb.fn.min('window_start').as('at'))
    .where('name', '=', ask.name)
    .where('subject', '=', ask.subject)
    .where('window_start', '>=', oldest)
    .executeTakeFirst();
  const free = (first?.at?.getTime() ?? ask.at.getTime()) + ask.seconds * 1000 + sliceMs;
  return Math.max(1, Math.ceil((free - ask.at.getTime()) / 1000));
}

/** One slice more than the window is looked at: a use at the end of a slice must count for the whole window after it. */
function slices({ seconds, at }: RateAsk): { current: Date; oldest: Date; sliceMs: number } {
  const sliceMs = (seconds * 1000) / SLICES;
  const current = Math.floor(at.getTime() / sliceMs) * sliceMs;
  return { current: new Date(current), oldest: new Date(current - seconds * 1000), sliceMs };
}
