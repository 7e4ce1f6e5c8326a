import { findAction, lockAction, moveAction } from '#db/queries/pending-actions.ts';
import { insertAudit, orderMark } from '#db/queries/support-audit.ts';
import { appendMessage } from '#db/queries/support-messages.ts';
import { lockTalk, nextVersion, hasLedTo } from '#db/queries/support-tickets.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overReturns } from '../stores/staff-policy.ts';
import { asAsked } from './audited.ts';
import { pendingActionMachine } from './pending-action.machine.ts';
import type { Claimed, PendingAction } from './pending-action.ts';
import { saidEvent } from './said.ts';
import { supportTopic } from './support.events.ts';

/** `reason`: for a no, in words that its shopper reads. */
export type DecideAction = { actionId: string; decision: 'approve' | 'decline'; reason?: string };

/**
 * One of us says the second yes, or no, to what its shopper has confirmed. After a yes it is `confirming`, and whoever called does it. Whoever had
 * spoken with the shopper before it was proposed is no second pair of eyes. Refuses `forbidden`, `not-found`, `invalid` for a no without a reason,
 * `action-expired`, and `not-allowed` for whatever does not wait for that.
 */
export async function decideAction(shop: Shop, actor: Actor, { actionId, decision, reason: typed = '' }: DecideAction): Promise<Claimed> {
  const { userId } = overReturns(actor);
  const reason = typed.trim();
  if (decision === 'decline' && reason === '') refuse('invalid', 'a reason that its shopper can read');
  const at = shop.now();
  return inTransaction(shop, { actor }, async (tx, record) => {
    const { threadId } = (await findAction(tx, actionId)) ?? refuse('not-found');
    await lockTalk(tx, threadId);
    const found = (await lockAction(tx, actionId)) ?? refuse('not-found');
    const state = advance(pendingActionMachine, { state: found.state, context: found }, { type: decision });
    if (found.expiresAt <= at) refuse('action-expired');
    if (decision === 'approve' && (await hasLedTo(tx, found.id, userId))) refuse('forbidden', 'somebody else');
    const moved = decision === 'approve' ? { approvedBy: userId, confirmedAt: at } : { code: 'not-allowed', reason, endedAt: at };
    await moveAction(tx, found.id, { state, ...moved });
    const said = decision === 'approve' ? ({ decision: 'needs_approval', code: 'approved' } as const) : REFUSED;
    const by = { threadId, who: { as: 'staff', userId }, channel: actor.channel } as const;
    await insertAudit(tx, { ...asAsked(found), ...by, ...said, at });
    if (decision === 'decline') await sayWhyNot(tx, { shop, found, reason, userId, record });
    const version = await nextVersion(tx, threadId);
    record({ type: 'support.decided', topic: supportTopic(threadId), version, threadId, actionId, decision });
    return { action: { ...found, ...moved, state }, before: await orderMark(tx, found.orderId) };
  });
}

type Declined = { shop: Shop; found: PendingAction; reason: string; userId: string; record: Recorder };

async function sayWhyNot(tx: Tx, { shop, found: { id, threadId }, reason, userId, record }: Declined): Promise<void> {
  const by = { author: 'staff', channel: 'chat', saidBy: userId } as const;
  const said = await appendMessage(tx, {
    ...by,
    id: shop.newId(),
    threadId,
    words: `Not done: ${reason}`,
    key: `declined:${id}`,
    at: shop.now()
  });
  if (said) record(saidEvent({ ...said, threadId, author: 'staff' }));
}

const REFUSED = { decision: 'refused', code: 'not-allowed' } as const;
