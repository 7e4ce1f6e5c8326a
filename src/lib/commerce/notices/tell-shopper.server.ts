import { queueMail } from '#db/queries/mail.ts';
import { insertNotice, tellableOf } from '#db/queries/notices.ts';
import { queuePushes } from '#db/queries/push.ts';
import { currentThread } from '#db/queries/support-threads.ts';
import { talkMailOf } from '#db/queries/talk-mail.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { replyAddress } from '#lib/server/reply-address.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Who } from '../support/who.ts';
import { noticeOf } from './notice.ts';

/**
 * Tells an order's shopper of one thing that happened to it: in their inbox, on its page, by mail, and on the devices they asked for.
 * Runs as a job, so perhaps twice: told once.
 */
export async function tellShopper(shop: Shop, actor: Actor, input: { orderId: string; version: number }): Promise<void> {
  const known = await tellableOf(shop.db, input);
  const notice = known && noticeOf(known.event, known.currency);
  if (!notice) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const [noticeId, at] = [shop.newId(), shop.now()];
    const isFirst = await insertNotice(tx, { id: noticeId, ...input, ...notice, at });
    if (!isFirst) return;
    record({ type: 'notice.told', topic: `notice:${noticeId}`, version: 1, noticeId, orderId: input.orderId });
    await queuePushes(tx, { noticeId, orderId: input.orderId, newId: shop.newId });
    if (!known.email) return;
    const link = `${shop.origin}/orders/${shop.keys.make('order', input.orderId)}`;
    const text = `${notice.title}.\n\n${notice.words}\n\nYour order: ${link}`;
    const mail = { kind: 'order' as const, subject: `${notice.title} (order ${known.number})`, text, orderId: input.orderId };
    const replyTo = await answeredAt(tx, { shop, orderId: input.orderId, customerId: known.customerId, email: known.email });
    await queueMail(tx, { id: shop.newId(), to: known.email, replyTo, ...mail, at });
  });
}

type Reader = { shop: Shop; orderId: string; customerId: string | null; email: string };

/** In the talk of its shopper, as far as they write to us from where they read it. */
async function answeredAt(tx: Tx, { shop, orderId, customerId, email }: Reader): Promise<string | null> {
  const who: Who = customerId === null ? { as: 'guest', orderId } : { as: 'customer', customerId };
  const threadId = await currentThread(tx, { id: shop.newId(), who, seal: '', at: shop.now() });
  const talk = await talkMailOf(tx, threadId);
  return talk?.email?.toLowerCase() === email.toLowerCase() ? replyAddress(shop, threadId) : null;
}
