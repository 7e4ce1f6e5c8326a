import { hashOfProposal, insertAction, withdrawWaiting } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { lockThread } from '#db/queries/support-threads.ts';
import { inTransaction } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { PROPOSED_MS, type Proposal } from './pending-action.ts';
import { actorOf, sealOfAsking, talkerOf, type Asking } from './who.ts';

/** `hash`: what whoever confirms it says that they saw. */
export type Proposed = { id: string; hash: string; expiresAt: Date };

/**
 * Keeps what would be done until it is confirmed: nothing happens to an order yet. What waited in this talk before is withdrawn, so that there is
 * one thing to say yes to. Refuses `not-found` for a talk of somebody else.
 */
export async function proposeAction(shop: Shop, asking: Asking, proposal: Proposal): Promise<Proposed> {
  const { who, threadId, channel } = asking;
  const id = shop.newId();
  const hash = hashOfProposal(proposal);
  const at = shop.now();
  const expiresAt = new Date(at.getTime() + PROPOSED_MS);
  await inTransaction(shop, { actor: actorOf(who) }, async (tx) => {
    if (!(await lockThread(tx, talkerOf(shop.keys, asking)))) refuse('not-found');
    const before = await withdrawWaiting(tx, threadId, at);
    await insertAction(tx, {
      ...proposal,
      id,
      threadId,
      argumentsHash: hash,
      sessionSeal: sealOfAsking(shop.keys, asking),
      expiresAt,
      at
    });
    const written = { threadId, who, channel, code: null, at };
    const withdrawn = before ? [{ ...written, ...asAsked(before), decision: 'withdrawn' as const }] : [];
    await insertAudit(tx, ...withdrawn, { ...written, ...asAsked({ ...proposal, id }), decision: 'needs_approval' });
  });
  return { id, hash, expiresAt };
}
