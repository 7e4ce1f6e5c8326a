import { queueMail } from '#db/queries/mail.ts';
import { insertNotice, tellableOf } from '#db/queries/notices.ts';
import { queuePushes } from '#db/queries/push.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
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
    await queueMail(tx, { id: shop.newId(), to: known.email, ...mail, at });
  });
}
