import { sql } from 'kysely';
import type { TalkAtSignIn } from '#lib/commerce/support/goes-on.ts';
import type { Db, Tx } from '../client.ts';

/** Nothing of the account begins, and nobody comes into it a second time, until this is over. */
export async function lockAccountForTalks(tx: Tx, customerId: string): Promise<boolean> {
  const { rows } = await sql`select from app_user where id = ${customerId} and ended_at is null for update`.execute(tx);
  return rows.length === 1;
}

/**
 * The talk that the account goes on with, and those that this browser began without one: with nothing, or as a guest of an order that is the
 * account's by now. Locked, in the order of their ids. A talk in which nothing was said is none.
 */
export async function lockTalksAtSignIn(tx: Tx, { customerId, seal }: { customerId: string; seal: string }): Promise<TalkAtSignIn[]> {
  const { rows } = await sql<TalkAtSignIn>`
    select t.id, t.is_quiet as "isQuiet", t.customer_id is not null as "isOwn", t.order_id is not null as "isOfOrder",
      (select max(m.at) from support_message m where m.thread_id = t.id) as "lastAt"
    from support_thread t
    where t.is_current and (t.customer_id = ${customerId} or (t.customer_id is null
      and exists (select from support_message m where m.thread_id = t.id)
      and (t.session_seal = ${seal} or (
        t.order_id in (select o.id from orders o where o.customer_id = ${customerId})
        and exists (select from support_message m where m.thread_id = t.id and m.session_seal = ${seal})))))
    order by t.id for update of t`.execute(tx);
  return rows;
}

/** Another one goes on. @returns the version of the talk with it */
export async function setTalkAside(tx: Tx, threadId: string): Promise<number> {
  return changed(tx, threadId, { is_current: false });
}

type Brought = { customerId: string; isCurrent: boolean; isQuiet: boolean };

/** It is the account's from now on. @returns the version of the talk with it */
export async function giveTalkTo(tx: Tx, threadId: string, { customerId, isCurrent, isQuiet }: Brought): Promise<number> {
  const owner = { customer_id: customerId, order_id: null, session_seal: null };
  return changed(tx, threadId, { ...owner, is_current: isCurrent, is_quiet: isQuiet });
}

type Columns = { customer_id?: string; order_id?: null; session_seal?: null; is_current: boolean; is_quiet?: boolean };

async function changed(tx: Tx, threadId: string, columns: Columns): Promise<number> {
  const { version } = await tx
    .updateTable('support_thread')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', threadId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** `isOpen`: one of us has it in hand, or is to answer. */
export type EarlierTalk = { threadId: string; words: string; lastAt: Date; isOpen: boolean };

/** What an account said to us besides the talk that goes on: those that are not over first, then the newest. */
export async function earlierTalks(db: Db, { customerId, most }: { customerId: string; most: number }): Promise<EarlierTalk[]> {
  const { rows } = await sql<EarlierTalk>`
    select t.id as "threadId", left(f.words, 80) as words, l.at as "lastAt",
      exists (select from support_ticket k where k.thread_id = t.id and k.state <> 'closed') as "isOpen"
    from support_thread t
      join lateral (select words from support_message where thread_id = t.id and author = 'shopper' order by seq limit 1) f on true
      join lateral (select at from support_message where thread_id = t.id order by seq desc limit 1) l on true
    where t.customer_id = ${customerId} and not t.is_current
    order by "isOpen" desc, l.at desc limit ${most}`.execute(db);
  return rows;
}
