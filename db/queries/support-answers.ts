import type { Db, Tx } from '../client.ts';
import { refuseTaken } from '../refusals.ts';

export type OftenSaid = { id: string; title: string; words: string; version: number; changedBy: string | null; changedAt: Date };

/** What is often said, by title. */
export async function answersOftenSaid(db: Db): Promise<OftenSaid[]> {
  return db
    .selectFrom('support_answer as a')
    .leftJoin('app_user as u', 'u.id', 'a.changed_by')
    .select(['a.id', 'a.title', 'a.words', 'a.version', 'u.name as changedBy', 'a.changed_at as changedAt'])
    .where('a.ended_at', 'is', null)
    .orderBy('a.title')
    .orderBy('a.id')
    .execute();
}

type Written = { id: string; title: string; words: string; userId: string; at: Date };

/** Refuses `invalid` for a title that another has. */
export async function insertAnswer(tx: Tx, { id, title, words, userId, at }: Written): Promise<void> {
  await tx
    .insertInto('support_answer')
    .values({ id, title, words, changed_by: userId, changed_at: at })
    .execute()
    .catch(refuseTaken('invalid'));
}

/** False when somebody changed or ended it meanwhile. Refuses `invalid` for a title that another has. */
export async function changeAnswer(tx: Tx, { id, title, words, userId, at, version }: Written & { version: number }): Promise<boolean> {
  const row = await tx
    .updateTable('support_answer')
    .set({ title, words, version: version + 1, changed_by: userId, changed_at: at })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
    .catch(refuseTaken('invalid'));
  return row !== undefined;
}

export async function endAnswer(tx: Tx, { id, userId, at }: { id: string; userId: string; at: Date }): Promise<void> {
  await tx
    .updateTable('support_answer')
    .set({ ended_at: at, changed_by: userId, changed_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}
