import { placeAtWork, setStaffed } from '#db/queries/store-work.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { nodeTopic } from '../stores/node.events.ts';
import { atNode } from '../stores/staff-policy.ts';

/**
 * Whether people do the work of their place, or the demonstration does it for them: it then takes on what waits. Refuses `forbidden`, and `not-allowed` at a
 * partner's, whose people are not ours.
 */
export async function staffPlace(shop: Shop, actor: Actor, { isStaffed }: { isStaffed: boolean }): Promise<void> {
  const { nodeId } = atNode(actor, 'fulfil');
  await inTransaction(shop, { actor }, async (tx, record) => {
    if ((await placeAtWork(tx, nodeId))?.kind === 'third_party') refuse('not-allowed', nodeId);
    const changed = await setStaffed(tx, nodeId, isStaffed);
    if (changed) record({ type: 'node.staffed', topic: nodeTopic(nodeId), version: changed.version, nodeId, isStaffed });
  });
}
