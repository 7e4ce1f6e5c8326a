import { setLabelState, shipmentOf } from '#db/queries/carrier-labels.ts';
import { findParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { atDesk } from '../stores/staff-policy.ts';

/** Asks a carrier once more for a label that it refused. Refuses `forbidden`, `not-found`, `not-allowed` for a parcel that needs none. */
export async function askForLabel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  atDesk(actor);
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) refuse('not-found');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    const shipment = await shipmentOf(tx, found.id);
    if (!order || parcel?.state !== 'packed' || shipment?.labelState !== 'refused') refuse('not-allowed');
    await setLabelState(tx, shipment.id, 'wanted');
    const stream = orderStream(order);
    record(stream.next({ type: 'fo.label_wanted', fulfilmentOrderId: found.id }));
    await saveOrder(tx, order.id, { version: stream.version, at: shop.now() });
  });
}
