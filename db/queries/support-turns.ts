import { sql } from 'kysely';
import type { Language, Talker } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';
import { ownedBy } from './support-threads.ts';

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

/** Locks a talk and says how it stands before a turn; `tokens`: what it used up on that day. Undefined for one that is not there or is somebody else's. */
export async function lockForTurn(tx: Tx, { threadId, ...owner }: Talker, day: string): Promise<TurnState | undefined> {
  const used = tx.selectFrom('support_usage').select('tokens').where('thread_id', '=', threadId).where('day', '=', day);
  return ownedBy(tx.selectFrom('support_thread').select(['taken_by as takenBy', 'misses', 'language']), owner)
    .select((eb) => eb.fn.coalesce(used, sql<number>`0`).as('tokens'))
    .where('id', '=', threadId)
    .forUpdate()
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
