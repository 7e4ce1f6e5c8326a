import { setNodeStatus } from '#db/queries/nodes.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { nodeTopic } from './node.events.ts';
import { overNode } from './staff-policy.ts';

/** `reason` is what shoppers read whose parcel comes from elsewhere therefore, such as "Heavy rain in Indiranagar"; empty for up. */
export type SetNodeStatus = { nodeId: string; status: 'up' | 'down'; reason: string };

const LONGEST_REASON = 120;

/**
 * A place is shut, and whatever nobody there has begun with is sent from elsewhere; or it is open again, and nothing moves back by itself.
 * Saying what is so already changes nothing. Refuses `forbidden`, `not-found`, `invalid` (down without a reason).
 */
export async function setNodeStatusTo(shop: Shop, actor: Actor, { nodeId, status, reason }: SetNodeStatus): Promise<void> {
  overNode(actor, nodeId);
  const words = status === 'down' ? reason.trim() : '';
  if (status === 'down' && (words === '' || words.length > LONGEST_REASON)) refuse('invalid', 'say why, in a few words');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const changed = await setNodeStatus(tx, { nodeId, status, reason: words });
    if (changed === 'unknown') refuse('not-found');
    if (changed === 'same') return;
    const head = { topic: nodeTopic(nodeId), version: changed.version, nodeId };
    record(status === 'down' ? { ...head, type: 'node.down', reason: words } : { ...head, type: 'node.up' });
  });
}
