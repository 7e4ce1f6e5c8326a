import type { Author, Who } from '#lib/commerce/support/who.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

/** Whose talk it is and where mails of it go; null where no address is known or nobody has confirmed it. `number`: of a guest's one order. */
export type TalkMail = { who: Who; email: string | null; number: string | null };

export async function talkMailOf(db: Db | Tx, threadId: string): Promise<TalkMail | undefined> {
  const row = await db
    .selectFrom('support_thread as t')
    .leftJoin('app_user as u', (join) =>
      join.onRef('u.id', '=', 't.customer_id').on('u.ended_at', 'is', null).on('u.email_confirmed_at', 'is not', null)
    )
    .leftJoin('orders as o', 'o.id', 't.order_id')
    .select(['t.customer_id as customerId', 't.order_id as orderId', 'u.email', 'o.number'])
    .select(sql<string | null>`o.contact ->> 'email'`.as('contact'))
    .where('t.id', '=', threadId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { customerId, orderId, email, contact, number } = row;
  if (customerId !== null) return { who: { as: 'customer', customerId }, email, number };
  return orderId === null ? { who: { as: 'anonymous' }, email: null, number } : { who: { as: 'guest', orderId }, email: contact, number };
}

export type MessageToMail = { author: Author; words: string; cards: unknown };

export async function messageToMail(
  tx: Tx,
  { threadId, messageId }: { threadId: string; messageId: string }
): Promise<MessageToMail | undefined> {
  return tx
    .selectFrom('support_message')
    .select(['author', 'words', 'cards'])
    .where('id', '=', messageId)
    .where('thread_id', '=', threadId)
    .executeTakeFirst();
}
