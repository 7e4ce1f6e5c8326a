import { sql } from 'kysely';
import type { Language } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';

type Lease = { threadId: string; holder: string; until: Date; at: Date };

/** Takes the turn of a talk if nobody has it, or whoever had it is over time. */
export async function leaseTurn(tx: Tx, { threadId, holder, until, at }: Lease): Promise<boolean> {
  const row = await tx
    .insertInto('support_turn')
    .values({ thread_id: threadId, holder, until })
    .onConflict((conflict) => conflict.column('thread_id').doUpdateSet({ holder, until }).where('support_turn.until', '<=', at))
    .returning('holder')
    .executeTakeFirst();
  return row?.holder === holder;
}

/** False for whoever does not have it any more: somebody else has taken it, or ended it. */
export async function giveTurnBack(db: Db | Tx, { threadId, holder }: Pick<Lease, 'threadId' | 'holder'>): Promise<boolean> {
  const gone = await db.deleteFrom('support_turn').where('thread_id', '=', threadId).where('holder', '=', holder).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

export type TurnState = { takenBy: string | null; misses: number; language: Language | null; tokens: number };

/** How a talk stands before a turn; `tokens`: what it used up on that day. */
export async function turnState(tx: Tx, threadId: string, day: string): Promise<TurnState | undefined> {
  return tx
    .selectFrom('support_thread as t')
    .leftJoin('support_usage as u', (join) => join.onRef('u.thread_id', '=', 't.id').on('u.day', '=', day))
    .select(['t.taken_by as takenBy', 't.misses', 't.language', (eb) => eb.fn.coalesce('u.tokens', sql<number>`0`).as('tokens')])
    .where('t.id', '=', threadId)
    .executeTakeFirst();
}

export type TurnEnd = { threadId: string; misses: number; language: Language; answered: number };

/** What a turn leaves: under the lock of the talk. */
export async function saveTurn(tx: Tx, { threadId, misses, language, answered }: TurnEnd): Promise<void> {
  await tx
    .updateTable('support_thread')
    .set((eb) => ({ misses, language, answered: eb.fn<number>('greatest', ['answered', eb.val(answered)]) }))
    .where('id', '=', threadId)
    .execute();
}

export async function addTokens(tx: Tx, { threadId, day, tokens }: { threadId: string; day: string; tokens: number }): Promise<void> {
  await tx
    .insertInto('support_usage')
    .values({ thread_id: threadId, day, tokens })
    .onConflict((conflict) => conflict.columns(['thread_id', 'day']).doUpdateSet({ tokens: sql<number>`support_usage.tokens + ${tokens}` }))
    .execute();
}
