import { findParcel } from '#db/queries/fulfilment.ts';
import { lockOrder } from '#db/queries/orders.ts';
import { findChoice } from '#db/queries/parcel-choices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { giveUpParcel } from './give-up-parcel.server.ts';

/** Nobody chose in time: the money goes back, as was said when it was asked. Runs as a job, so perhaps twice; what was answered stays. */
export async function lapseChoice(shop: Shop, actor: Actor, input: { choiceId: string; orderId: string }): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, input.orderId);
    const choice = await findChoice(tx, input.choiceId);
    const parcel = choice && (await findParcel(tx, choice.fulfilmentOrderId));
    if (!order || !parcel || choice.state !== 'open' || choice.decideBy > shop.now()) return;
    await giveUpParcel(tx, record, { shop, actor, order, parcel, choiceId: choice.id, isLapsed: true });
  });
}
