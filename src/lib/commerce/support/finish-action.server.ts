import { lockAction, moveAction } from '#db/queries/pending-actions.ts';
import { insertAudit, orderMark } from '#db/queries/support-audit.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PolicyMark } from '../policies/policy.ts';
import { asAsked } from './audited.ts';
import { pendingActionMachine } from './pending-action.machine.ts';
import { actorOf, type TalkChannel, type Who } from './who.ts';

/** `before`: how its order stood when it was claimed. */
export type FinishAction = {
  actionId: string;
  who: Who;
  channel: TalkChannel;
  before: object | null;
  outcome: { result: object } | { code: RefusalCode; rule: PolicyMark | null };
};

/** What became of an action that was claimed: its command has done it, or said no. Said twice it is written once. Refuses `not-found`. */
export async function finishAction(shop: Shop, { actionId, who, channel, before, outcome }: FinishAction): Promise<void> {
  const at = shop.now();
  await inTransaction(shop, { actor: actorOf(who) }, async (tx) => {
    const found = (await lockAction(tx, actionId)) ?? refuse('not-found');
    if (found.state !== 'confirming') return;
    const isDone = 'result' in outcome;
    const state = advance(pendingActionMachine, { state: found.state, context: found }, { type: isDone ? 'finish' : 'refuse' });
    await moveAction(tx, found.id, { state, endedAt: at, ...(isDone ? { result: outcome.result } : { code: outcome.code }) });
    const after = await orderMark(tx, found.orderId);
    const said = isDone ? { decision: 'done' as const, code: null } : { decision: 'refused' as const, code: outcome.code };
    const rule = isDone ? found.policy : outcome.rule;
    await insertAudit(tx, { ...asAsked(found), threadId: found.threadId, who, channel, ...said, rule, before, after, at });
  });
}
