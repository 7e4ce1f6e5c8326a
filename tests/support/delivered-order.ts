import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM, type Shopper } from '#lib/kernel/actor.ts';
import { carrierNews } from './carrier-news.ts';
import { aCheckout } from './checkout.ts';
import { aPlan, aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

export type DeliveredOrder = { orderId: string; orderKey: string; parcelId: string; variantIds: string[]; lineIds: string[] };

/** `units` of each of some things at `priceMinor`, paid by UPI (or card, or cash at the door), sent from `nodeId` and brought by now: the shop's clock stands behind it. */
export async function aDeliveredOrder(
  shop: TestShop,
  {
    nodeId,
    units = [2],
    priceMinor = 49_000,
    method = 'upi',
    handle = 'ok@mez',
    by = shopper
  }: { nodeId: string; units?: number[]; priceMinor?: number; method?: 'upi' | 'card' | 'cash_on_delivery'; handle?: string; by?: Shopper }
): Promise<DeliveredOrder> {
  const lines = await Promise.all(
    units.map(async (quantity) => ({ variantId: await aVariant(shop.db, { priceMinor, stock: { [nodeId]: quantity } }), quantity }))
  );
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId }));
  const { orderId, orderKey } = await placeOrder(shop, by, { cartKey, version, method, key: shop.newId() });
  if (method !== 'cash_on_delivery') await authorizePayment(shop, shopper, { orderKey, handle });
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcelId = (await trackedOrder(shop.db, orderId))!.parcels[0]!.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  const sent = (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await recordScans(shop, SYSTEM, carrierNews(sent.trackingNumber!, [['delivered', 'to_person', shop.now().toISOString()]]));
  const rows = await shop.db
    .selectFrom('fulfilment_line')
    .select(['id', 'variant_id'])
    .where('fulfilment_order_id', '=', parcelId)
    .execute();
  const lineIds = lines.map(({ variantId }) => rows.find((row) => row.variant_id === variantId)!.id);
  return { orderId, orderKey, parcelId, variantIds: lines.map(({ variantId }) => variantId), lineIds };
}
