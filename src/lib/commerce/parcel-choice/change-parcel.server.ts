import { saveMovedParcel } from '#db/queries/move-parcel.ts';
import { unfilledParcel } from '#db/queries/parcel-choices.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { keepingNo } from '#db/transaction.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideChanged } from './other-ways.ts';

/** `way`: the id of one of `otherWays`. */
export type ChangeParcel = { orderKey: string; fulfilmentOrderId: string; way: string; version: number };

/**
 * Another way for a parcel that nobody has begun with: at another store, to be collected instead of brought, or brought. `version` is that of
 * the order its shopper saw. Refuses `not-found`, `stale-version` when something happened to the order meanwhile, `not-allowed`, `out-of-stock`, and by
 * the code of the policy that says no.
 */
export async function changeParcel(shop: Shop, actor: Actor, input: ChangeParcel): Promise<void> {
  const orderId = shop.keys.open('order', input.orderKey);
  const change = async () => {
    const parcel = orderId === undefined ? undefined : await unfilledParcel(shop.db, input.fulfilmentOrderId);
    if (!parcel || parcel.order.id !== orderId) refuse('not-found');
    if (parcel.order.version !== input.version) refuse('stale-version');
    const policy = await policyOfOrder(shop.db, orderId);
    const at = shop.now();
    const holidays = shop.holidays(parcel.order.country, at);
    const moved = decideChanged(parcel, { way: input.way, policy, holidays, at, newId: shop.newId, newCode: shop.newCode });
    return (await saveMovedParcel(shop.db, moved, { actor, at })) ? { done: true } : undefined;
  };
  await keepingNo(shop, actor, async () => untilUnchanged(change));
  shop.outbox.wake();
}
