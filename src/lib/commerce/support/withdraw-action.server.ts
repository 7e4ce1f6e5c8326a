import { lockAction, moveAction } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { lockThread } from '#db/queries/support-threads.ts';
import { isStillInHands } from '#db/queries/talk-in-hands.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { pendingActionMachine } from './pending-action.machine.ts';
import { actorOf, talkerOf, type Asking } from './who.ts';

/** "Not now", from any device of the talk. Refuses `not-found`, and `not-allowed` once it was confirmed or is over. */
export async function withdrawAction(shop: Shop, asking: Asking, actionId: string): Promise<void> {
  const { who, threadId, channel } = asking;
  const at = shop.now();
  await inTransaction(shop, { actor: actorOf(who) }, async (tx) => {
    if (!(await lockThread(tx, talkerOf(shop.keys, asking))) || !(await isStillInHands(tx, asking, at))) refuse('not-found');
    const found = await lockAction(tx, actionId);
    if (found?.threadId !== threadId) refuse('not-found');
    const state = advance(pendingActionMachine, { state: found.state, context: found }, { type: 'withdraw' });
    await moveAction(tx, found.id, { state, endedAt: at });
    await insertAudit(tx, { ...asAsked(found), threadId, who, channel, decision: 'withdrawn', code: null, at });
  });
}
