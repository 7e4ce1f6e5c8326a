import { claimAction as claimed, findAction, hashOfProposal } from '#db/queries/pending-actions.ts';
import { insertAudit, orderMark } from '#db/queries/support-audit.ts';
import { lockThread } from '#db/queries/support-threads.ts';
import { isStillInHands } from '#db/queries/talk-in-hands.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { pendingActionMachine } from './pending-action.machine.ts';
import { CONFIRMING_MS, STAFF_MS, type Claimed, type PendingAction } from './pending-action.ts';
import { actorOf, sealOfAsking, talkerOf, type Asking } from './who.ts';

/** `hash`: that of what whoever presses has before them. */
export type Press = { actionId: string; hash: string };

/**
 * Somebody pressed the button on what was shown to them: it is theirs to be done, or waits for the second yes. Refuses `not-found`,
 * `action-elsewhere`, `action-changed`, `action-expired`, `action-over`, and `in-progress` while another press is at it.
 */
export async function claimAction(shop: Shop, asking: Asking, { actionId, hash }: Press): Promise<Claimed> {
  const { who, threadId, channel } = asking;
  const at = shop.now();
  const seal = sealOfAsking(shop.keys, asking);
  const until = { staffUntil: new Date(at.getTime() + STAFF_MS), cutOffBefore: new Date(at.getTime() - CONFIRMING_MS) };
  return inTransaction(shop, { actor: actorOf(who) }, async (tx) => {
    if (!(await lockThread(tx, talkerOf(shop.keys, asking))) || !(await isStillInHands(tx, asking, at))) refuse('not-found');
    const found = await findAction(tx, actionId);
    const press = { id: actionId, threadId, sessionSeal: seal, argumentsHash: hash, at, ...until };
    // What is kept must still be what was shown, whoever wrote into the table meanwhile.
    const isWhole = found !== undefined && hashOfProposal(found) === found.argumentsHash;
    const action = isWhole ? await claimed(tx, press) : undefined;
    if (!action || !found) refuse(whyNot(found, { threadId, seal, hash, isWhole, at }));
    if (found.state === 'waiting') advance(pendingActionMachine, { state: found.state, context: found }, { type: 'confirm' });
    if (action.state === 'with_staff')
      await insertAudit(tx, { ...asAsked(action), threadId, who, channel, decision: 'needs_approval', code: 'staff', at });
    return { action, before: await orderMark(tx, action.orderId) };
  });
}

type Pressed = { threadId: string; seal: string; hash: string; isWhole: boolean; at: Date };

function whyNot(found: PendingAction | undefined, { threadId, seal, hash, isWhole, at }: Pressed): RefusalCode {
  if (found?.threadId !== threadId) return 'not-found';
  if (found.sessionSeal !== seal) return 'action-elsewhere';
  if (found.argumentsHash !== hash || !isWhole) return 'action-changed';
  if (found.state === 'confirming') return 'in-progress';
  const isLate = found.state === 'expired' || (found.state === 'waiting' && found.expiresAt <= at);
  return isLate ? 'action-expired' : 'action-over';
}
