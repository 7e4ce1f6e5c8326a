import { queueMail } from '#db/queries/mail.ts';
import { insertNotice, tellableOf } from '#db/queries/notices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { noticeOf } from './notice.ts';

/** Tells an order's shopper of one thing that happened to it, on its page and by mail. Runs as a job, so perhaps twice: told once. */
export async function tellShopper(shop: Shop, actor: Actor, input: { orderId: string; version: number }): Promise<void> {
  const known = await tellableOf(shop.db, input);
  const notice = known && noticeOf(known.event);
  if (!notice) return;
  await inTransaction(shop, { actor }, async (tx) => {
    const at = shop.now();
    const isFirst = await insertNotice(tx, { id: shop.newId(), ...input, ...notice, at });
    if (!isFirst || known.email === null) return;
    const link = `${shop.origin}/orders/${shop.keys.make('order', input.orderId)}`;
    const text = `${notice.title}.\n\n${notice.words}\n\nYour order: ${link}`;
    const mail = { kind: 'order' as const, subject: `${notice.title} (order ${known.number})`, text, orderId: input.orderId };
    await queueMail(tx, { id: shop.newId(), to: known.email, ...mail, at });
  });
}
