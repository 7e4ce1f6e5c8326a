import { waitingAction } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { insertMessage, lockThread, openTicket, saveThread } from '#db/queries/support-threads.ts';
import { inTransaction } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { audited } from './audited.ts';
import { supportTopic } from './support.events.ts';
import { actorOf, nameOf, type Asking } from './who.ts';

export type HandOverTalk = { orderId: string | null; about: string; words: string };

/**
 * A person goes on with a talk, and finds who it is, what it is about and what waits to be confirmed. One ticket at a time: asking again adds the
 * new words to it. Refuses `not-found` for a talk of somebody else.
 */
export async function handOverTalk(shop: Shop, { who, threadId, channel }: Asking, input: HandOverTalk): Promise<{ ticketId: string }> {
  const { orderId, about, words } = input;
  const at = shop.now();
  return inTransaction(shop, { actor: actorOf(who) }, async (tx, record) => {
    const thread = (await lockThread(tx, threadId, who)) ?? refuse('not-found');
    if (words !== '') await insertMessage(tx, { id: shop.newId(), threadId, author: 'shopper', channel, words, at });
    const waiting = await waitingAction(tx, threadId);
    const summary = { who: nameOf(who), channel, waiting: waiting ? { id: waiting.id, kind: waiting.kind } : null };
    const { id: ticketId, isNew } = await openTicket(tx, { id: shop.newId(), threadId, orderId, about, summary, at });
    if (isNew) {
      const version = thread.version + 1;
      await saveThread(tx, threadId, version);
      record({ type: 'support.handed_over', topic: supportTopic(threadId), version, threadId, ticketId, ofOrder: orderId, about });
    }
    const said = { tool: 'hand_over', arguments: audited(input), decision: 'done' as const, code: null, rule: null };
    await insertAudit(tx, { ...said, threadId, actionId: null, who, channel, at });
    return { ticketId };
  });
}
