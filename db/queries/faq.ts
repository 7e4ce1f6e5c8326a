import { sql } from 'kysely';
import type { EntryBefore, FaqDraft } from '#lib/commerce/support/faq/draft-entries.ts';
import type { FaqEntryState } from '#lib/commerce/support/faq/faq-entry.machine.ts';
import type { FaqSource } from '#lib/commerce/support/faq/faq-item.ts';
import type { WithdrawnReason } from '#lib/commerce/support/faq/still-true.ts';
import type { Db, Tx } from '../client.ts';

export type FaqEntry = {
  id: string;
  state: FaqEntryState;
  version: number;
  question: string;
  answer: string;
  asked: number;
  restsOn: FaqSource;
  draftedAt: Date;
  publishedAt: Date | null;
  endedAt: Date | null;
  reason: WithdrawnReason | null;
};

const entry = [
  'e.id',
  'e.state',
  'e.version',
  'e.question',
  'e.answer',
  'e.asked',
  'e.rests_on as restsOn',
  'e.drafted_at as draftedAt',
  'e.published_at as publishedAt',
  'e.ended_at as endedAt',
  'e.reason'
] as const;

export async function lockFaqEntry(tx: Tx, id: string): Promise<FaqEntry | undefined> {
  return tx.selectFrom('faq_entry as e').select(entry).where('e.id', '=', id).forUpdate().executeTakeFirst();
}

/** The newest first. */
export async function faqEntries(
  db: Db | Tx,
  states: readonly FaqEntryState[],
  limit: number
): Promise<(FaqEntry & { by: string | null })[]> {
  return db
    .selectFrom('faq_entry as e')
    .leftJoin('app_user as u', 'u.id', 'e.decided_by')
    .select([...entry, 'u.name as by'])
    .where('e.state', 'in', states)
    .orderBy('e.drafted_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute();
}

/** Whoever drafts waits until the one who drafts has ended, and sees what they made; shoppers read on. */
export async function lockDrafting(tx: Tx): Promise<void> {
  await sql`lock table faq_entry in share row exclusive mode`.execute(tx);
}

/** All entries, with the messages that they were found in. */
export async function entriesBefore(db: Db | Tx): Promise<EntryBefore[]> {
  const { rows } = await sql<EntryBefore>`
    select e.state, e.reason, e.rests_on as "restsOn",
      array(select m.message_id::text from faq_entry_message m where m.entry_id = e.id) as "messageIds"
    from faq_entry e order by e.drafted_at, e.id`.execute(db);
  return rows;
}

export async function insertFaqDraft(tx: Tx, { id, at, ...draft }: FaqDraft & { id: string; at: Date }): Promise<void> {
  const { question, answer, asked, restsOn, messageIds } = draft;
  await tx
    .insertInto('faq_entry')
    .values({ id, state: 'draft', version: 1, question, answer, asked, rests_on: JSON.stringify(restsOn), drafted_at: at })
    .execute();
  // Of an account that was deleted meanwhile the messages are gone, and nothing is kept that leads to it.
  await sql`
    insert into faq_entry_message (entry_id, message_id)
      select ${id}::uuid, m.id from support_message m where m.id = any (${messageIds}::uuid[])`.execute(tx);
}

type Published = { id: string; question: string; answer: string; restsOn: FaqSource; by: string; at: Date };

export async function publishFaqDraft(tx: Tx, { id, question, answer, restsOn, by, at }: Published): Promise<{ version: number }> {
  return tx
    .updateTable('faq_entry')
    .set((eb) => ({
      state: 'published',
      version: eb('version', '+', 1),
      question,
      answer,
      rests_on: JSON.stringify(restsOn),
      decided_by: by,
      published_at: at
    }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
}

type Ended = { id: string; state: 'withdrawn' | 'rejected'; reason: WithdrawnReason | null; by: string | null; at: Date };

/** `by`: who rejected a draft; of what was published whoever approved it stays. */
export async function endFaqEntry(tx: Tx, { id, state, reason, by, at }: Ended): Promise<{ version: number }> {
  return tx
    .updateTable('faq_entry')
    .set((eb) => ({
      state,
      version: eb('version', '+', 1),
      reason,
      ended_at: at,
      decided_by: eb.fn.coalesce('decided_by', sql<string | null>`${by}::uuid`)
    }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
}
