import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { acceptNow } from './steps/accept.server.ts';
import { inReturn } from './steps/in-return.server.ts';

/** Somebody gives it in at the actor's counter. Refuses `forbidden`, `not-found`, `not-allowed`. */
export async function acceptReturn(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const { nodeId } = atNode(actor, 'take-returns');
  await inReturn(shop, actor, input, async (turn) => acceptNow(turn, nodeId));
}
