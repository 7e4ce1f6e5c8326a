import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { requestsOfAccounts } from './api-accounts.ts';
import { requestsOfBalances } from './api-balances.ts';
import { requestsOfChanges } from './api-changes.ts';
import { RHEA } from './api-client.ts';
import { requestsOfExchanges } from './api-exchanges.ts';
import { requestsOfPoints } from './api-points.ts';
import { requestsOfReturns } from './api-returns.ts';
import { requestsOfStaff } from './api-staff.ts';
import { requestsOfWork } from './api-work.ts';
import { byEasyPost, NODE, signed, STORE, type Buyer, type Sent } from './api-world.ts';
import { aMailedTalk } from './mailed-talk.ts';
import { aVariant } from './makers.ts';
import type { TestShop } from './shop.ts';
import { aToldOrder } from './told.ts';
import { anUnfilledOrder } from './unfilled.ts';

async function parcelOnItsWay(shop: TestShop, buyer: Buyer): Promise<string> {
  const { orderId, path } = await buyer.order();
  await buyer.ask({ method: 'POST', path: `${path}/payments`, body: { handle: 'ok@mez' }, key: buyer.key() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcel = async () => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: (await parcel()).id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: (await parcel()).id });
  return (await parcel()).trackingNumber!;
}

const news = (trackingNumber: string, id: string) => ({
  id,
  result: {
    tracking_code: trackingNumber,
    est_delivery_date: '2026-11-28T12:00:00Z',
    tracking_details: [
      { status: 'pre_transit', status_detail: 'label_created', datetime: '2026-11-25T05:00:00Z', message: 'Label printed' },
      {
        status: 'in_transit',
        status_detail: 'received_at_origin_facility',
        datetime: '2026-11-25T13:00:00Z',
        message: 'Handed over',
        tracking_location: { city: 'Bengaluru', lat: 12.97, lng: 77.6 }
      }
    ]
  }
});

export async function aProduct(shop: TestShop): Promise<{ handle: string; variantId: string }> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 4, [STORE]: 2 } });
  const { handle, id } = await shop.db
    .selectFrom('variant as v')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .select(['p.handle', 'p.id'])
    .where('v.id', '=', variantId)
    .executeTakeFirstOrThrow();
  await shop.db
    .insertInto('product_image')
    .values({ id: shop.newId(), product_id: id, position: 1, src: '/goods/mug--sea--hero.webp', alt: 'A mug', width: 900, height: 900 })
    .execute();
  return { handle, variantId };
}

/** The last one of a thing, in somebody's checkout; and the way of another cart to its queue. */
async function heldByAnother(shop: TestShop, buyer: Buyer): Promise<{ path: string; variantId: string }> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 1 } });
  const holder = await buyer.checkout(variantId);
  await buyer.ask({ method: 'PUT', path: `${holder.path}/delivery`, body: { choice: 'standard' } });
  return { path: `${(await buyer.cart()).path}/queues/${variantId}`, variantId };
}

/** A real request for each endpoint of the API, after what has to happen before it. */
export function requestsOfAll(shop: TestShop, buyer: Buyer): Record<string, () => Promise<Sent>> {
  return {
    ...requestsOfAccounts(
      () => shop,
      () => buyer
    ),
    ...requestsOfStaff(
      () => shop,
      () => buyer
    ),
    ...requestsOfChanges(
      () => shop,
      () => buyer
    ),
    ...requestsOfReturns(
      () => shop,
      () => buyer
    ),
    ...requestsOfExchanges(
      () => shop,
      () => buyer
    ),
    ...requestsOfBalances(
      () => shop,
      () => buyer
    ),
    ...requestsOfPoints(
      () => shop,
      () => buyer
    ),
    ...requestsOfWork(() => shop),
    async listProducts() {
      await aProduct(shop);
      return { method: 'GET', path: '/products?q=thing&facets=true&sort=price&colour=sea&colour=rose&minPriceMinor=1' };
    },
    readProduct: async () => ({ method: 'GET', path: `/products/${(await aProduct(shop)).handle}` }),
    async listStock() {
      const ids = [(await aProduct(shop)).variantId, await aVariant(shop.db, { tracked: false })];
      return { method: 'GET', path: `/stock?${ids.map((id) => `variantId=${id}`).join('&')}` };
    },
    readStock: async () => ({ method: 'GET', path: `/variants/${(await aProduct(shop)).variantId}/stock` }),
    quoteVariant: async () => ({ method: 'GET', path: `/variants/${(await aProduct(shop)).variantId}/quotes?postcode=560038` }),
    listStores: async () => ({ method: 'GET', path: '/stores?postcode=560038' }),
    readPostcode: async () => ({ method: 'GET', path: '/postcodes/560%20038' }),
    openCart: async () => ({ method: 'POST', path: '/carts', body: { postcode: '560038' }, key: buyer.key() }),
    readCart: async () => ({ method: 'GET', path: (await buyer.chosen()).path }),
    async addToCart() {
      const body = { variantId: (await aProduct(shop)).variantId, quantity: 1, pickupNodeId: STORE };
      return { method: 'POST', path: `${(await buyer.cart()).path}/lines`, body, key: buyer.key() };
    },
    async applyOperations() {
      const { path } = await buyer.cart();
      const head = { baseVersion: 2, madeAt: '2026-11-25T05:00:00Z', variantId: (await aProduct(shop)).variantId, pickupNodeId: STORE };
      const add = { id: shop.newId(), kind: 'add', quantity: 1, ...head };
      const tooMany = { id: shop.newId(), kind: 'change', by: 90, ...head };
      return { method: 'POST', path: `${path}/operations`, body: { operations: [add, tooMany] } };
    },
    async changeCartLine() {
      const { path, lineId } = await buyer.cart();
      return { method: 'PUT', path: `${path}/lines/${lineId}`, body: { quantity: 3 } };
    },
    async removeCartLine() {
      const { path, lineId } = await buyer.cart();
      return { method: 'DELETE', path: `${path}/lines/${lineId}` };
    },
    acceptCartPrices: async () => ({ method: 'PUT', path: `${(await buyer.cart()).path}/prices` }),
    giveDetails: async () => ({ method: 'PUT', path: `${(await buyer.cart()).path}/details`, body: { ...RHEA, note: 'Ring twice' } }),
    quoteCart: async () => ({ method: 'GET', path: `${(await buyer.checkout()).path}/quotes` }),
    chooseDelivery: async () => ({ method: 'PUT', path: `${(await buyer.checkout()).path}/delivery`, body: { choice: 'standard' } }),
    async placeOrder() {
      const { path, version } = await buyer.chosen();
      return { method: 'POST', path: `${path}/order`, body: { version, method: 'cash_on_delivery' }, key: buyer.key() };
    },
    async trackOrder() {
      const trackingNumber = await parcelOnItsWay(shop, buyer);
      await buyer.ask(signed(shop, '/webhooks/carrier', news(trackingNumber, 'evt before tracking')));
      const { orderId } = (await shop.db
        .selectFrom('shipment as s')
        .innerJoin('fulfilment_order as f', 'f.id', 's.fulfilment_order_id')
        .select('f.order_id as orderId')
        .where('s.tracking_number', '=', trackingNumber)
        .executeTakeFirst())!;
      return { method: 'GET', path: `/orders/${shop.keys.make('order', orderId)}` };
    },
    payOrder: async () => ({
      method: 'POST',
      path: `${(await buyer.order()).path}/payments`,
      body: { handle: 'step@mez', method: 'upi' },
      key: buyer.key()
    }),
    async readQueue() {
      const { path, variantId } = await heldByAnother(shop, buyer);
      await buyer.ask({ method: 'PUT', path, body: { pickupNodeId: null } });
      return { method: 'GET', path: `/carts/${path.split('/')[2]}/queues/${variantId}` };
    },
    joinQueue: async () => ({ method: 'PUT', path: (await heldByAnother(shop, buyer)).path, body: { pickupNodeId: null } }),
    leaveQueue: async () => ({ method: 'DELETE', path: (await heldByAnother(shop, buyer)).path }),
    async listOrderNotices() {
      const { orderKey } = await aToldOrder(shop, STORE);
      return { method: 'GET', path: `/orders/${orderKey}/notices` };
    },
    async readOrderNotices() {
      const { orderKey } = await aToldOrder(shop, STORE);
      return { method: 'PUT', path: `/orders/${orderKey}/notices`, body: { upTo: '2026-11-25T06:00:00Z' } };
    },
    async readChoices() {
      const { orderKey } = await anUnfilledOrder(shop, STORE);
      return { method: 'GET', path: `/orders/${orderKey}/choices` };
    },
    async chooseForParcel() {
      const { orderKey, parcelId } = await anUnfilledOrder(shop, STORE);
      return { method: 'PUT', path: `/orders/${orderKey}/parcels/${parcelId}/choice`, body: { way: 'refund' } };
    },
    async hearBank() {
      const { orderId, path } = await buyer.order();
      await buyer.ask({ method: 'POST', path: `${path}/payments`, body: { handle: 'step@mez' }, key: buyer.key() });
      shop.bank.approve(`order:${orderId}:1`);
      return signed(shop, '/webhooks/bank', { id: 'evt_1', type: 'charge.captured', data: { key: `order:${orderId}:1`, amountMinor: 1 } });
    },
    hearCarrier: async () => signed(shop, '/webhooks/carrier', news(await parcelOnItsWay(shop, buyer), 'evt of the contract')),
    async hearMail() {
      const { to, from } = await aMailedTalk(shop);
      return signed(shop, '/webhooks/mail', { messageId: '<1@mail.example>', to, from, subject: 'Re: mez', text: 'where is my lamp?' });
    },
    hearEasyPost: async () => byEasyPost({ ...news(await parcelOnItsWay(shop, buyer), 'evt of EasyPost'), description: 'tracker.updated' })
  };
}
