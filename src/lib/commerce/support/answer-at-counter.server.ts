import { insertAudit } from '#db/queries/support-audit.ts';
import { appendMessage } from '#db/queries/support-messages.ts';
import { lockTalkInHands } from '#db/queries/talk-in-hands.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { atNode } from '../stores/staff-policy.ts';
import { audited } from './audited.ts';
import { keptWords, saidEvent } from './said.ts';

export type AnswerAtCounter = { cartKey: string; key: string; words: string };

/**
 * Whoever has a cart in hand at a counter says something in the talk of its owner, once by its key; they see it on their phone. The talk stays with
 * whoever has it: the assistant goes on answering, and where one of us does at a desk, the counter only reads. Refuses `forbidden`, `not-found` once
 * the cart is out of their hands, `not-allowed`, `invalid` for nothing.
 */
export async function answerAtCounter(shop: Shop, actor: Actor, { cartKey, key, words: typed }: AnswerAtCounter): Promise<void> {
  const { userId, channel } = atNode(actor, 'sell-in-store');
  const { words } = keptWords(typed, (text) => text);
  if (words === '') refuse('invalid', 'say something');
  const { cartId, grant } = await openedCart(shop, actor, cartKey, 'view');
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const { threadId, takenBy } = (grant && (await lockTalkInHands(tx, { grantId: grant.id, at }))) ?? refuse('not-found');
    if (takenBy !== null && takenBy !== userId) refuse('not-allowed', 'another has it');
    const message = { threadId, author: 'staff', channel: 'counter', words, key: `counter:${key}`, saidBy: userId, at } as const;
    const said = (await appendMessage(tx, { ...message, id: shop.newId() })) ?? refuse('not-found');
    if (!said.isNew) return;
    const noted = { tool: 'answer_at_counter', arguments: audited({ cartId, words }), decision: 'done', code: null, rule: null } as const;
    await insertAudit(tx, { ...noted, threadId, actionId: null, who: { as: 'staff', userId }, channel, at });
    record(saidEvent({ ...said, threadId, author: 'staff' }));
  });
}
