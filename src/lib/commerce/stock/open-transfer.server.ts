import { openBox } from '#db/queries/transfers.ts';
import { findPlace } from '#db/queries/shelf.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';

const NUMBER_LENGTH = 6;

/**
 * A box for another place is begun at the actor's own, or the one that stands there open for it is found: needs no key.
 * Refuses `forbidden`, `not-found` for no place, `invalid` for one's own.
 */
export async function openTransfer(shop: Shop, actor: Actor, { toNodeId }: { toNodeId: string }): Promise<{ transferId: string }> {
  const { nodeId } = atNode(actor, 'move-stock');
  if (toNodeId === nodeId) refuse('invalid', 'a box goes to another place');
  if (!(await findPlace(shop.db, toNodeId))) refuse('not-found');
  const number = `B-${shop.newCode(NUMBER_LENGTH)}`;
  return inTransaction(shop, { actor }, async (tx) => {
    const { id } = await openBox(tx, { id: shop.newId(), number, fromNodeId: nodeId, toNodeId, at: shop.now() });
    return { transferId: id };
  });
}
