import { findAction, lockAction, moveAction } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { appendMessage } from '#db/queries/support-messages.ts';
import { lockTalk } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { saidEvent } from './said.ts';
import { SUPPORT_SENTENCES } from './support-words.ts';
import { pendingActionMachine } from './pending-action.machine.ts';

/** Nobody confirmed it in time. Runs again and again: what was confirmed or ended meanwhile stays as it is. */
export async function lapseAction(shop: Shop, actionId: string): Promise<void> {
  const at = shop.now();
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const known = await findAction(tx, actionId);
    if (!known) return;
    // The talk first, as everybody does who speaks or acts in it.
    await lockTalk(tx, known.threadId);
    const found = await lockAction(tx, actionId);
    if (!found || (found.state !== 'waiting' && found.state !== 'with_staff') || found.expiresAt > at) return;
    const state = advance(pendingActionMachine, { state: found.state, context: found }, { type: 'expire' });
    await moveAction(tx, found.id, { state, endedAt: at });
    const by = { who: { as: 'system' as const }, channel: 'system' };
    await insertAudit(tx, { ...asAsked(found), threadId: found.threadId, ...by, decision: 'refused', code: 'action-expired', at });
    const { threadId } = found;
    const words =
      found.state === 'waiting' ? SUPPORT_SENTENCES['action-expired']() : 'Nobody of us could say yes in time. Nothing was done.';
    const told = {
      id: shop.newId(),
      threadId,
      author: 'assistant' as const,
      channel: 'chat' as const,
      words,
      key: `action:${actionId}:action-expired`,
      at
    };
    const said = await appendMessage(tx, told);
    if (said?.isNew) record(saidEvent({ ...said, threadId, author: 'assistant' }));
  });
}
