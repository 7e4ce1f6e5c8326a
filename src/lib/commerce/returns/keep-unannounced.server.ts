import { insertIssue } from '#db/queries/return-issues.ts';
import { findTracked } from '#db/queries/shipments.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';

/** `code`: what stands on the parcel. */
export type KeepUnannounced = { code: string; words: string };

/**
 * A parcel came that no return knows: it lies at the actor's place until a person says whose it is. One that we sent and that comes back as it is
 * names its order. The same code at the same place is laid before them once, until a
 * person saw to it: what comes with it then is another parcel. Refuses `forbidden`, `invalid` without words.
 */
export async function keepUnannounced(shop: Shop, actor: Actor, { code, words }: KeepUnannounced): Promise<void> {
  const { nodeId } = atNode(actor, 'take-returns');
  if (words.trim() === '') refuse('invalid', 'what is in it');
  const orderId = (await findTracked(shop.db, code))?.orderId ?? null;
  const about = { kind: 'unannounced' as const, returnId: null, orderId, nodeId, cause: `unannounced:${nodeId}:${code}` };
  await insertIssue(shop.db, { ...about, id: shop.newId(), words: `${code}: ${words.trim()}`.slice(0, 500), actor, at: shop.now() });
}
