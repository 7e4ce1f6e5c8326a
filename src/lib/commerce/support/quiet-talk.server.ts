import { lockThread } from '#db/queries/support-threads.ts';
import { isQuiet, saveQuiet } from '#db/queries/talk-news.ts';
import { inTransaction } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { supportTopic } from './support.events.ts';
import { actorOf, talkerOf, type Asking } from './who.ts';

/** News is told in the talk no more, or again; on the order's page and by mail it is told as ever. Refuses `not-found` for a talk of somebody else. */
export async function quietTalk(shop: Shop, asking: Asking, wish: { isQuiet: boolean }): Promise<void> {
  const { who, threadId } = asking;
  await inTransaction(shop, { actor: actorOf(who) }, async (tx, record) => {
    if (!(await lockThread(tx, talkerOf(shop.keys, asking)))) refuse('not-found');
    if ((await isQuiet(tx, threadId)) === wish.isQuiet) return;
    const version = await saveQuiet(tx, threadId, wish.isQuiet);
    record({ type: 'support.quieted', topic: supportTopic(threadId), version, threadId, ...wish });
  });
}
