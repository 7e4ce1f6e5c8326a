import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { inReturn } from './steps/in-return.server.ts';
import { receiveNow, type Received } from './steps/receive.server.ts';

export type ReceiveReturn = { returnId: string } & Received;

/** What came of a return, perhaps in parts, at the actor's place. Refuses `forbidden`, `not-found`, `not-allowed`. */
export async function receiveReturn(shop: Shop, actor: Actor, { returnId, ...received }: ReceiveReturn): Promise<void> {
  const { nodeId } = atNode(actor, 'take-returns');
  await inReturn(shop, actor, { returnId }, async (turn) => receiveNow(turn, nodeId, received));
}
