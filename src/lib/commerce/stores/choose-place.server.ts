import { chooseSessionPlace } from '#db/queries/sessions.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { withoutOwnPlace } from './staff-policy.ts';

/** `session` is its public name. */
export type ChoosePlace = { session: string; nodeId: string };

/**
 * A manager or admin who belongs to no place stands at this one for as long as the session lasts, or until they choose another.
 * Refuses `forbidden`, and `not-found` for a place that there is not.
 */
export async function choosePlace(shop: Shop, actor: Actor, { session, nodeId }: ChoosePlace): Promise<void> {
  const { userId } = withoutOwnPlace(actor);
  await inTransaction(shop, { actor }, async (tx) => {
    if (!(await chooseSessionPlace(tx, { session, userId, nodeId }))) refuse('not-found');
  });
}
