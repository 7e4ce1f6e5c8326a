import { lockAction, moveAction } from '#db/queries/pending-actions.ts';
import { insertAudit, orderMark } from '#db/queries/support-audit.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overReturns } from '../stores/staff-policy.ts';
import { asAsked } from './audited.ts';
import { pendingActionMachine } from './pending-action.machine.ts';
import type { Claimed } from './pending-action.ts';

/**
 * One of us says the second yes, or no, to what its shopper has confirmed. After a yes it is `confirming`, and whoever called does it. Refuses
 * `forbidden`, `not-found`, `action-expired`, and `not-allowed` for whatever does not wait for that.
 */
export async function decideAction(
  shop: Shop,
  actor: Actor,
  { actionId, decision }: { actionId: string; decision: 'approve' | 'decline' }
): Promise<Claimed> {
  const { userId } = overReturns(actor);
  const at = shop.now();
  return inTransaction(shop, { actor }, async (tx) => {
    const found = (await lockAction(tx, actionId)) ?? refuse('not-found');
    const state = advance(pendingActionMachine, { state: found.state, context: found }, { type: decision });
    if (found.expiresAt <= at) refuse('action-expired');
    const moved = decision === 'approve' ? { approvedBy: userId, confirmedAt: at } : { code: 'not-allowed', endedAt: at };
    await moveAction(tx, found.id, { state, ...moved });
    const said = decision === 'approve' ? ({ decision: 'needs_approval', code: 'approved' } as const) : REFUSED;
    await insertAudit(tx, {
      ...asAsked(found),
      threadId: found.threadId,
      who: { as: 'staff', userId },
      channel: actor.channel,
      ...said,
      at
    });
    return { action: { ...found, ...moved, state }, before: await orderMark(tx, found.orderId) };
  });
}

const REFUSED = { decision: 'refused', code: 'not-allowed' } as const;
