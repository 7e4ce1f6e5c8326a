import { findParcel } from '#db/queries/fulfilment.ts';
import { saveMovedParcel } from '#db/queries/move-parcel.ts';
import { lockOrder } from '#db/queries/orders.ts';
import { newestChoice, unfilledParcel, type ChoiceHead } from '#db/queries/parcel-choices.ts';
import { inTransaction } from '#db/transaction.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideChosen } from './chosen-way.ts';
import { giveUpParcel } from './give-up-parcel.server.ts';

/** `way`: the id of one of `waysOn`, or `refund`. */
export type ChooseForParcel = { orderKey: string; fulfilmentOrderId: string; way: string };

/**
 * The shopper says how it goes on with what no place could fill. The same answer twice is one. Refuses `not-found`, `not-allowed` when it was
 * decided otherwise or nothing is asked, `out-of-stock` when that way is not open by now.
 */
export async function chooseForParcel(shop: Shop, actor: Actor, input: ChooseForParcel): Promise<void> {
  const orderId = shop.keys.open('order', input.orderKey);
  const choice = orderId === undefined ? undefined : await newestChoice(shop.db, input.fulfilmentOrderId);
  if (!choice || choice.orderId !== orderId) refuse('not-found');
  if (isAnswered(choice, input.way)) return;
  if (input.way === 'refund') await giveUp(shop, actor, choice);
  else await goOn(shop, actor, { choice, way: input.way });
  shop.outbox.wake();
}

/** True when it was answered with this; refuses when with something else. */
function isAnswered({ state, chosen }: ChoiceHead, way: string): boolean {
  if (state === 'open') return false;
  return chosen === way || refuse('not-allowed', state);
}

async function goOn(shop: Shop, actor: Actor, { choice, way }: { choice: ChoiceHead; way: string }): Promise<void> {
  await untilUnchanged(async () => {
    const parcel = await unfilledParcel(shop.db, choice.fulfilmentOrderId);
    if (!parcel) refuse('not-found');
    if (!parcel.choice && isAnswered((await newestChoice(shop.db, parcel.id)) ?? choice, way)) return { done: true };
    const at = shop.now();
    const holidays = shop.holidays(parcel.order.country, at);
    const moved = decideChosen(parcel, { way, holidays, at, newId: shop.newId, newCode: shop.newCode });
    return (await saveMovedParcel(shop.db, moved, { actor, at })) ? { done: true } : undefined;
  });
}

async function giveUp(shop: Shop, actor: Actor, { orderId, fulfilmentOrderId }: ChoiceHead): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const choice = await newestChoice(tx, fulfilmentOrderId);
    const parcel = await findParcel(tx, fulfilmentOrderId);
    if (!order || !choice || !parcel) refuse('not-found');
    if (isAnswered(choice, 'refund')) return;
    await giveUpParcel(tx, record, { shop, actor, order, parcel, choiceId: choice.id, isLapsed: false });
  });
}
