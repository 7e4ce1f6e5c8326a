import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from './checkout.ts';
import { aPlan, asha, aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

/** An order to be collected and paid at a place that then does not find it: its shopper is asked. */
export async function anUnfilledOrder(shop: TestShop, nodeId: string): Promise<{ orderKey: string; parcelId: string }> {
  const variantId = await aVariant(shop.db, { stock: { [nodeId]: 1 } });
  const lines = [{ variantId, quantity: 1, pickupNodeId: nodeId }];
  const plan = aPlan([{ variantId, quantity: 1 }], { nodeId, method: 'pickup', service: 'pickup', costMinor: 0 });
  const { cartKey, version } = await aCheckout(shop, lines, plan);
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'pay_in_store', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const { id: parcelId } = await shop.db
    .selectFrom('fulfilment_order')
    .select('id')
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
  const missing = [{ variantId, quantity: 1 }];
  await rejectParcel(shop, { ...asha, nodeId }, { fulfilmentOrderId: parcelId, reason: 'not-found', missing });
  return { orderKey, parcelId };
}
