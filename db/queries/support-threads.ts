import type { Who, TalkChannel } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';

export async function insertThread(db: Db | Tx, { id, who, at }: { id: string; who: Who; at: Date }): Promise<void> {
  const customer_id = who.as === 'customer' ? who.customerId : null;
  const order_id = who.as === 'guest' ? who.orderId : null;
  await db.insertInto('support_thread').values({ id, customer_id, order_id, made_at: at }).execute();
}

/** One at a time speaks or acts in a talk. False for one that is not there or is somebody else's. */
export async function lockThread(tx: Tx, id: string, who: Who): Promise<{ version: number } | undefined> {
  return tx
    .selectFrom('support_thread')
    .select('version')
    .where('id', '=', id)
    .where('customer_id', 'is not distinct from', who.as === 'customer' ? who.customerId : null)
    .where('order_id', 'is not distinct from', who.as === 'guest' ? who.orderId : null)
    .forUpdate()
    .executeTakeFirst();
}

export async function saveThread(tx: Tx, id: string, version: number): Promise<void> {
  await tx.updateTable('support_thread').set({ version }).where('id', '=', id).execute();
}

export type NewMessage = { id: string; threadId: string; channel: TalkChannel; words: string; at: Date };

export async function insertMessage(
  tx: Tx,
  { threadId, ...message }: NewMessage & { author: 'shopper' | 'assistant' | 'staff' }
): Promise<void> {
  await tx
    .insertInto('support_message')
    .values({ ...message, thread_id: threadId })
    .execute();
}

export type NewTicket = { id: string; threadId: string; orderId: string | null; about: string; summary: object; at: Date };

/** The ticket that is open in this talk: this one, or the one before it. */
export async function openTicket(
  tx: Tx,
  { id, threadId, orderId, about, summary, at }: NewTicket
): Promise<{ id: string; isNew: boolean }> {
  const open = await tx
    .selectFrom('support_ticket')
    .select('id')
    .where('thread_id', '=', threadId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (open) return { id: open.id, isNew: false };
  await tx
    .insertInto('support_ticket')
    .values({ id, thread_id: threadId, order_id: orderId, state: 'open', about, summary: JSON.stringify(summary), opened_at: at })
    .execute();
  return { id, isNew: true };
}

/** Whose talk it is. */
export async function ownerOf(db: Db, id: string): Promise<Who | undefined> {
  const row = await db.selectFrom('support_thread').select(['customer_id', 'order_id']).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  if (row.customer_id !== null) return { as: 'customer', customerId: row.customer_id };
  return row.order_id === null ? { as: 'anonymous' } : { as: 'guest', orderId: row.order_id };
}
