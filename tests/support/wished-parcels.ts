import { wishesOf } from '#db/queries/parcel-wishes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import type { Wish } from '#lib/commerce/parcel-choice/travel-wish.ts';
import { wishForParcel } from '#lib/commerce/parcel-choice/wish-for-parcel.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews, type News } from './carrier-news.ts';
import { aCheckout } from './checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from './makers.ts';
import { openShop, type TestShop } from './shop.ts';

export const HERE = 'blr-domlur';
export const STORE = 'blr-indiranagar';
const TRANSIT = { transit: { unit: 'day', p50: 1, p90: 2 } };

export const ACCEPTED: News = ['in_transit', 'accepted', '2026-11-25T13:10:00Z'];
export const ARRIVED: News = ['in_transit', 'arrived', '2026-11-27T02:00:00Z'];
export const OUT: News = ['out_for_delivery', 'on_vehicle', '2026-11-28T04:00:00Z'];

export type WishedFor = { orderId: string; orderKey: string; id: string };

/** A shop in which a parcel may travel from a dark store to a door, or to a store instead. */
export async function openWishShop(): Promise<TestShop> {
  const shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  await aNode(shop.db, STORE);
  await aNode(shop.db, 'del-far', { lat: 28.6, lng: 77.2 });
  return shop;
}

/** Orders of one parcel, and what their shoppers wish of how it comes. */
export function wishedParcels(shop: () => TestShop) {
  async function ordered(method: 'cash_on_delivery' | 'upi' = 'cash_on_delivery') {
    const lines = [{ variantId: await aVariant(shop().db, { stock: { [HERE]: 1 } }), quantity: 1 }];
    const { cartKey, version } = await aCheckout(shop(), lines, aPlan(lines, { inputs: TRANSIT }));
    const { orderId, orderKey } = await placeOrder(shop(), shopper, { cartKey, version, method, key: shop().newId() });
    if (method === 'upi') await authorizePayment(shop(), shopper, { orderId, handle: 'ok@mez' });
    await releaseOrder(shop(), SYSTEM, { orderId });
    return { orderId, orderKey, id: (await trackedOrder(shop().db, orderId))!.parcels[0]!.id };
  }

  async function onItsWay(method?: 'upi'): Promise<WishedFor> {
    const order = await ordered(method);
    await packParcel(shop(), SYSTEM, { fulfilmentOrderId: order.id });
    await handOverParcel(shop(), SYSTEM, { fulfilmentOrderId: order.id });
    return order;
  }
  const tracked = async ({ orderId }: WishedFor) => (await trackedOrder(shop().db, orderId))!;
  const parcelOf = async (order: WishedFor) => (await tracked(order)).parcels[0]!;
  const wish = async (order: WishedFor, asked: Wish) =>
    wishForParcel(shop(), shopper, {
      orderKey: order.orderKey,
      fulfilmentOrderId: order.id,
      wish: asked,
      version: (await tracked(order)).version
    });
  const keptOf = async ({ orderId }: WishedFor) => (await wishesOf(shop().db, orderId))[0];

  const hear = async (order: WishedFor, ...news: News[]) =>
    recordScans(shop(), SYSTEM, carrierNews((await parcelOf(order)).trackingNumber!, news));
  return { ordered, onItsWay, tracked, parcelOf, wish, keptOf, hear };
}
