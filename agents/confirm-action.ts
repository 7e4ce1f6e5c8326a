import { claimAction, type Press } from '#lib/commerce/support/claim-action.server.ts';
import { decideAction } from '#lib/commerce/support/decide-action.server.ts';
import { finishAction } from '#lib/commerce/support/finish-action.server.ts';
import { noteCall } from '#lib/commerce/support/note-call.server.ts';
import type { Claimed, PendingAction } from '#lib/commerce/support/pending-action.ts';
import { takeUpAction } from '#lib/commerce/support/take-up-action.server.ts';
import { actorOf, type Asking, type TalkChannel, type Who } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { findAction, hashOfProposal } from '#db/queries/pending-actions.ts';
import { ownerOf } from '#db/queries/support-threads.ts';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import { noOf, refused, type Answer } from './answer.ts';
import { toolCalled } from './tools/all-tools.ts';

/**
 * The button on what was shown: the one thing that makes an action happen, and nothing that is said in a talk ever presses it. The command that
 * does it is that of the page's button: it asks the policy again and compares the seal of what was shown, in its one transaction.
 */
export async function confirmAction(shop: Shop, asking: Asking, press: Press): Promise<Answer> {
  try {
    const claimed = await claimAction(shop, asking, press);
    const { action } = claimed;
    if (action.state === 'with_staff') {
      return { decision: 'needs_approval', code: 'staff', rule: action.policy, effect: action.effect, facts: [] };
    }
    return await carryOut(shop, asking, claimed);
  } catch (fault) {
    const no = noOf(fault);
    const asked = { actionId: press.actionId };
    await noteCall(shop, asking, { tool: 'confirm', arguments: asked, decision: 'refused', code: no.code, rule: no.rule });
    return refused(no);
  }
}

/** One of us says the second yes, and with it what its shopper has confirmed is done as theirs. Refuses what `decideAction` does. */
export async function approveAction(shop: Shop, staff: Actor, actionId: string): Promise<Answer> {
  const claimed = await decideAction(shop, staff, { actionId, decision: 'approve' });
  const owner = (await ownerOf(shop.db, claimed.action.threadId)) ?? refuse('not-found');
  return carryOut(shop, { who: owner, channel: 'chat' }, claimed);
}

/** What was cut off half-way is done to its end, as whose talk it is. Undefined where there is nothing to end any more. */
export async function endCutOff(shop: Shop, actionId: string): Promise<Answer | undefined> {
  const claimed = await takeUpAction(shop, actionId);
  if (!claimed) return undefined;
  const owner = (await ownerOf(shop.db, claimed.action.threadId)) ?? refuse('not-found');
  return carryOut(shop, { who: owner, channel: 'chat' }, claimed);
}

/** What dies or fails in here leaves it `confirming`: `endCutOff` does the same under the same key, and writes down what came of it. */
async function carryOut(shop: Shop, { who, channel }: { who: Who; channel: TalkChannel }, { action, before }: Claimed): Promise<Answer> {
  const finish = { actionId: action.id, who, channel, before };
  const tool = toolCalled(action.kind);
  if (tool?.kind !== 'proposes') throw new Error(`nobody knows how to do ${action.kind}`);
  try {
    // It was claimed long ago, or waited a day for the second yes: what is kept must still be what was shown.
    if (hashOfProposal(action) !== action.argumentsHash) refuse('action-changed');
    const result = await tool.perform(shop, actorOf(who), action);
    await finishAction(shop, { ...finish, outcome: { result } });
    return doneOf(action, result);
  } catch (fault) {
    const no = noOf(fault);
    await finishAction(shop, { ...finish, outcome: { code: no.code, rule: no.rule } });
    return refused(no);
  }
}

/** What came of one that has ended. Of a no only its code is kept. Undefined for whatever has neither been done nor refused. */
export async function outcomeOf(shop: Shop, actionId: string): Promise<Answer | undefined> {
  const action = (await findAction(shop.db, actionId)) ?? refuse('not-found');
  if (action.state === 'done') return doneOf(action, action.result ?? {});
  const code = action.code as RefusalCode | null;
  return action.state === 'refused' && code ? refused({ code, detail: code, rule: null, open: [] }) : undefined;
}

const doneOf = (action: PendingAction, result: object): Answer => ({
  decision: 'done',
  code: null,
  rule: action.policy,
  effect: { ...action.effect, result },
  facts: groundsOf(action)
});

const groundsOf = ({ orderId }: Claimed['action']): Answer['facts'] =>
  orderId === null ? [] : [{ what: 'event', id: `order:${orderId}`, at: null }];
