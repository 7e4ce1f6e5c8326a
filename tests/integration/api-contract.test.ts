import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { endpoints } from '#lib/server/api/endpoints.ts';
import { openApi } from '#lib/server/api/openapi.ts';
import { requestsOfAccounts } from '../support/api-accounts.ts';
import { requestsOfPoints } from '../support/api-points.ts';
import { requestsOfBalances } from '../support/api-balances.ts';
import { requestsOfChanges } from '../support/api-changes.ts';
import { RHEA } from '../support/api-client.ts';
import { requestsOfExchanges } from '../support/api-exchanges.ts';
import { requestsOfReturns } from '../support/api-returns.ts';
import { requestsOfStaff } from '../support/api-staff.ts';
import { requestsOfWork } from '../support/api-work.ts';
import { byEasyPost, aBuyer, NODE, openApiShop, signed, STORE, type Buyer, type Sent } from '../support/api-world.ts';
import { documented } from '../support/documented.ts';
import { aMailedTalk } from '../support/mailed-talk.ts';
import { aVariant } from '../support/makers.ts';
import type { TestShop } from '../support/shop.ts';
import { aToldOrder } from '../support/told.ts';
import { anUnfilledOrder } from '../support/unfilled.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const document = openApi();

async function parcelOnItsWay(): Promise<string> {
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

async function aProduct(): Promise<{ handle: string; variantId: string }> {
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
async function heldByAnother(): Promise<{ path: string; variantId: string }> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 1 } });
  const holder = await buyer.checkout(variantId);
  await buyer.ask({ method: 'PUT', path: `${holder.path}/delivery`, body: { choice: 'standard' } });
  return { path: `${(await buyer.cart()).path}/queues/${variantId}`, variantId };
}

/** A real request for each endpoint, after what has to happen before it. */
const requests: Record<string, () => Promise<Sent>> = {
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
    await aProduct();
    return { method: 'GET', path: '/products?q=thing&facets=true&sort=price&colour=sea&colour=rose&minPriceMinor=1' };
  },
  readProduct: async () => ({ method: 'GET', path: `/products/${(await aProduct()).handle}` }),
  async listStock() {
    const ids = [(await aProduct()).variantId, await aVariant(shop.db, { tracked: false })];
    return { method: 'GET', path: `/stock?${ids.map((id) => `variantId=${id}`).join('&')}` };
  },
  readStock: async () => ({ method: 'GET', path: `/variants/${(await aProduct()).variantId}/stock` }),
  quoteVariant: async () => ({ method: 'GET', path: `/variants/${(await aProduct()).variantId}/quotes?postcode=560038` }),
  listStores: async () => ({ method: 'GET', path: '/stores?postcode=560038' }),
  readPostcode: async () => ({ method: 'GET', path: '/postcodes/560%20038' }),
  openCart: async () => ({ method: 'POST', path: '/carts', body: { postcode: '560038' }, key: buyer.key() }),
  readCart: async () => ({ method: 'GET', path: (await buyer.chosen()).path }),
  async addToCart() {
    const body = { variantId: (await aProduct()).variantId, quantity: 1, pickupNodeId: STORE };
    return { method: 'POST', path: `${(await buyer.cart()).path}/lines`, body, key: buyer.key() };
  },
  async applyOperations() {
    const { path } = await buyer.cart();
    const head = { baseVersion: 2, madeAt: '2026-11-25T05:00:00Z', variantId: (await aProduct()).variantId, pickupNodeId: STORE };
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
    const trackingNumber = await parcelOnItsWay();
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
    const { path, variantId } = await heldByAnother();
    await buyer.ask({ method: 'PUT', path, body: { pickupNodeId: null } });
    return { method: 'GET', path: `/carts/${path.split('/')[2]}/queues/${variantId}` };
  },
  joinQueue: async () => ({ method: 'PUT', path: (await heldByAnother()).path, body: { pickupNodeId: null } }),
  leaveQueue: async () => ({ method: 'DELETE', path: (await heldByAnother()).path }),
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
  hearCarrier: async () => signed(shop, '/webhooks/carrier', news(await parcelOnItsWay(), 'evt of the contract')),
  async hearMail() {
    const { to, from } = await aMailedTalk(shop);
    return signed(shop, '/webhooks/mail', { messageId: '<1@mail.example>', to, from, subject: 'Re: mez', text: 'where is my lamp?' });
  },
  hearEasyPost: async () => byEasyPost({ ...news(await parcelOnItsWay(), 'evt of EasyPost'), description: 'tracker.updated' })
};

test('every endpoint of the document is called, and nothing beside them', () => {
  const inDocument = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(Object.keys(requests).toSorted()).toEqual(inDocument.toSorted());
});

describe('what the document says of an answer is what is answered', () => {
  for (const { operationId, path, method, status, answer: shape } of endpoints) {
    test(operationId, async () => {
      const answer = await buyer.ask(await requests[operationId]!());
      expect(answer.status, JSON.stringify(answer.json)).toBe(status);
      expect(answer.type).toBe('application/json');
      expect(documented(document, path, method, status).safeParse(answer.json).error?.issues ?? []).toEqual([]);
      expect(shape.parse(answer.json)).toEqual(answer.json);
    });
  }
});

test('an answer with a field too many, one too few or one of another kind would be noticed', () => {
  const cart = documented(document, '/carts', 'post', 201);
  const right = { cartId: shop.newId(), cartKey: 'k'.repeat(43), version: 1 };
  expect(cart.safeParse(right).success).toBe(true);
  for (const wrong of [
    { ...right, secret: 1 },
    { ...right, version: 'one' },
    { cartId: right.cartId, version: 1 },
    { ...right, cartId: 'no id' }
  ]) {
    expect(cart.safeParse(wrong).success).toBe(false);
  }
});

test('no answer says who the shopper is', async () => {
  const { path } = await buyer.order();
  const { path: cart } = await buyer.checkout();
  for (const seen of [path, cart]) {
    const text = JSON.stringify((await buyer.ask({ method: 'GET', path: seen })).json);
    for (const secret of [RHEA.contact.email, RHEA.contact.phone, RHEA.contact.name, RHEA.address.line1])
      expect(text).not.toContain(secret);
  }
});

test('stock says how old it is, and where the units lie', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 4, [STORE]: 2 } });
  await shop.db.updateTable('stock_level').set({ updated_at: shop.now() }).where('variant_id', '=', variantId).execute();
  shop.at('2026-11-25T05:01:30Z');
  const { json } = await buyer.ask({ method: 'GET', path: `/variants/${variantId}/stock` });
  expect(json).toMatchObject({
    asOf: '2026-11-25T05:01:30.000Z',
    stock: {
      available: 6,
      changedAt: '2026-11-25T05:00:00.000Z',
      ageSeconds: 90,
      nodes: [{ nodeId: NODE, available: 4 }, { nodeId: STORE }]
    }
  });
  shop.at('2026-11-25T05:00:00Z');
});

test('a variant is quoted with all its ways, and each closed one says why', async () => {
  const { variantId } = await aProduct();
  const quote = async (search: string) => (await buyer.ask({ method: 'GET', path: `/variants/${variantId}/quotes${search}` })).json;
  expect(await quote('?postcode=560038')).toMatchObject({
    bring: { open: true, service: 'standard' },
    collect: { open: true, nodeId: STORE },
    see: { open: true, nodeId: STORE },
    stores: [{ nodeId: STORE, available: 2, metres: 0 }]
  });
  expect(await quote('')).toMatchObject({ bring: { open: false, reason: 'unknown-postcode' }, stores: [{ metres: null }] });
});

test('methods are told apart: HEAD answers like GET without a body, OPTIONS says what is taken, others are refused with a code', async () => {
  const { path } = await buyer.cart();
  const head = await buyer.ask({ method: 'HEAD', path });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json']);
  const options = await buyer.ask({ method: 'OPTIONS', path: `${path}/lines/${shop.newId()}` });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'PUT, DELETE']);
  for (const method of ['PATCH', 'DELETE', 'constructor']) {
    const refused = await buyer.ask({ method, path: '/carts' });
    expect([refused.status, refused.json['code'], refused.headers.get('allow')]).toEqual([405, 'method-not-allowed', 'POST']);
  }
});
