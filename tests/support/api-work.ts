import { trackedOrder } from '#db/queries/tracking.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { atWork, type AtWork } from './api-staff.ts';
import { STORE, type Sent } from './api-world.ts';
import { aCheckout } from './checkout.ts';
import { aPlan, aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

type AParcel = { parcelId: string; variantId: string; sku: string; collectCode: string | null };

/** One unit, released at the store to be sent from there, or to be collected and paid there. */
export async function aParcelAtWork(shop: TestShop, method: 'ship' | 'pickup' = 'ship'): Promise<AParcel> {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 3 } });
  const sku = `SKU-${shop.newId()}`;
  await shop.db.updateTable('variant').set({ sku }).where('id', '=', variantId).execute();
  const line = { variantId, quantity: 1 };
  const more = method === 'pickup' ? { method, service: 'pickup', costMinor: 0 } : {};
  const lines = [method === 'pickup' ? { ...line, pickupNodeId: STORE } : line];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan([line], { nodeId: STORE, ...more }));
  const paying = method === 'pickup' ? 'pay_in_store' : 'cash_on_delivery';
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: paying, key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
  return { parcelId: parcel!.id, variantId, sku, collectCode: parcel!.collectCode };
}

/** It lies at the counter. */
export async function aReadyParcel(shop: TestShop): Promise<AParcel> {
  const parcel = await aParcelAtWork(shop, 'pickup');
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.parcelId });
  await readyParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.parcelId });
  return parcel;
}

/** All of it was scanned by whoever is at work. */
async function aPickedParcel(shop: TestShop, { person }: AtWork): Promise<AParcel> {
  const parcel = await aParcelAtWork(shop);
  await pickItem(shop, person, { fulfilmentOrderId: parcel.parcelId, code: parcel.sku, key: shop.newId() });
  return parcel;
}

/** A right request for each endpoint of the work of a place, after what has to happen before it. */
export function requestsOfWork(shop: () => TestShop): Record<string, () => Promise<Sent>> {
  return {
    async listWork() {
      await aParcelAtWork(shop());
      return { method: 'GET', path: '/staff/work', headers: (await atWork(shop())).headers };
    },
    async pickItem() {
      const [{ headers }, { parcelId, sku }] = [await atWork(shop()), await aParcelAtWork(shop())];
      return { method: 'POST', path: `/staff/work/${parcelId}/picks`, body: { code: sku }, headers, key: shop().newId() };
    },
    async packPicked() {
      const asha = await atWork(shop());
      const { parcelId } = await aPickedParcel(shop(), asha);
      return { method: 'PUT', path: `/staff/work/${parcelId}/packed`, headers: asha.headers };
    },
    async rejectParcel() {
      const [{ headers }, { parcelId, variantId }] = [await atWork(shop()), await aParcelAtWork(shop())];
      const body = { reason: 'not-found', missing: [{ variantId, quantity: 1 }] };
      return { method: 'POST', path: `/staff/work/${parcelId}/rejections`, body, headers };
    },
    async collectParcel() {
      const [{ headers }, { parcelId, collectCode }] = [await atWork(shop()), await aReadyParcel(shop())];
      return { method: 'POST', path: `/staff/work/${parcelId}/collections`, body: { code: collectCode }, headers };
    }
  };
}
