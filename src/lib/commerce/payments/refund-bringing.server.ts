import { findParcel, parcelsOf } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { sumsOf } from '#db/queries/parcel-choices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { oweBack } from './owe-back.server.ts';

/** Nothing of an order is brought any more since its shopper changed it: what bringing cost goes back, once. Runs as a job, so perhaps twice. */
export async function refundBringing(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const isBrought = (await parcelsOf(tx, found.orderId)).some(({ method, state }) => method === 'ship' && state !== 'cancelled');
    const { deliveryMinor } = await sumsOf(tx, found.id);
    if (!order || isBrought || deliveryMinor === 0) return;
    const at = shop.now();
    const stream = orderStream(order);
    const owing = { orderId: order.id, fulfilmentOrderId: found.id, cause: `changed:${found.id}`, reason: 'changed' as const };
    const owed = await oweBack(tx, { ...owing, parts: { deliveryMinor }, actor, stream, at, newId: shop.newId });
    if (owed.length === 0) return;
    record(...owed);
    await saveOrder(tx, order.id, { version: stream.version, at });
  });
}
