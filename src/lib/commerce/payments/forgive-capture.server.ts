import { refusedCapture } from '#db/queries/captures.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { overMoney } from '../stores/staff-policy.ts';
import { oweBack } from './owe-back.server.ts';

/**
 * What a bank refused for a parcel that has left is not to be paid any more: our goodwill, by name. Of two at once one counts. Refuses `forbidden`, and
 * `not-allowed` when it was seen to before.
 */
export async function forgiveCapture(shop: Shop, actor: Actor, { captureId }: { captureId: string }): Promise<void> {
  overMoney(actor);
  const found = (await refusedCapture(shop.db, captureId)) ?? refuse('not-allowed');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = (await lockOrder(tx, found.orderId)) ?? refuse('not-allowed');
    const { amountMinor, fulfilmentOrderId, key } = (await refusedCapture(tx, captureId)) ?? refuse('not-allowed');
    const at = shop.now();
    const stream = orderStream(order);
    const owing = { orderId: order.id, fulfilmentOrderId, cause: `not-taken:${key}`, reason: 'goodwill' as const };
    record(...(await oweBack(tx, { ...owing, parts: { goodwillMinor: amountMinor }, actor, stream, at, newId: shop.newId })));
    await saveOrder(tx, order.id, { version: stream.version, at });
  });
}
