import { findParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { promiseVersions } from '#db/queries/promises.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { isCreditDue, LATE_CREDIT } from './late-credit.ts';
import { oweBack } from './owe-back.server.ts';

/** A late parcel pays its credit by itself, once. Runs as a job after each piece of news about its promise, so it asks whether it is due. */
export async function creditLateParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    if (!order || order.currency !== LATE_CREDIT.currency || !isCreditDue(await promiseVersions(tx, found.id))) return;
    const at = shop.now();
    const stream = orderStream(order);
    const { amountMinor } = LATE_CREDIT;
    const owing = {
      orderId: order.id,
      fulfilmentOrderId: found.id,
      cause: `late:${found.id}`,
      reason: 'late' as const,
      policy: LATE_CREDIT
    };
    const owed = await oweBack(tx, { ...owing, parts: { goodwillMinor: amountMinor }, actor, stream, at, newId: shop.newId });
    if (owed.length === 0) return;
    record(...owed);
    await saveOrder(tx, order.id, { version: stream.version, at });
  });
}
