import { afterAll, beforeAll, expect } from 'vitest';
import { LIMITS } from '#lib/server/rate-limit.ts';
import { aMember } from '../support/api-accounts.ts';
import { aBuyer, NODE, openApiShop, type Buyer, type Sent } from '../support/api-world.ts';
import { aVariant } from '../support/makers.ts';
import {
  AFTER_PURCHASE,
  OF_ACCOUNTS,
  OF_BALANCES,
  OF_CHECKOUT,
  OF_STAFF,
  ofBodies,
  ofKeysIfAny,
  refusesAll,
  type Provoked
} from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const { byLink, closed, ofKeys, opening, takeAll, update, variantOf } = provoking(
  () => shop,
  () => buyer
);
const provoked: Provoked = {};

provoked['listProducts'] = {
  invalid: async () => ({ method: 'GET', path: '/products?page=0' }),
  async 'too-many-requests'() {
    const member = await aMember(shop);
    const search: Sent = { method: 'GET', path: '/products?q=thing', headers: member.headers };
    for (let searches = 0; searches < 60; searches += 1) expect((await buyer.ask(search)).status).toBe(200);
    return search;
  }
};
provoked['readProduct'] = { 'not-found': async () => ({ method: 'GET', path: '/products/no-such-thing' }) };
provoked['listStock'] = { invalid: async () => ({ method: 'GET', path: '/stock?variantId=mug' }) };
provoked['readStock'] = { 'not-found': async () => ({ method: 'GET', path: `/variants/${shop.newId()}/stock` }) };
provoked['quoteVariant'] = {
  'not-found': async () => ({ method: 'GET', path: `/variants/${shop.newId()}/quotes` }),
  invalid: async () => ({ method: 'GET', path: `/variants/${shop.newId()}/quotes?zip=1` }),
  'unknown-postcode': async () => ({ method: 'GET', path: `/variants/${await aVariant(shop.db)}/quotes?postcode=999999` })
};
provoked['listStores'] = {
  invalid: async () => ({ method: 'GET', path: '/stores?near=home' }),
  'unknown-postcode': async () => ({ method: 'GET', path: '/stores?postcode=nowhere' })
};
provoked['readPostcode'] = {
  'not-found': async () => ({ method: 'GET', path: `/postcodes/${'1'.repeat(40)}` }),
  'unknown-postcode': async () => ({ method: 'GET', path: '/postcodes/110000' })
};

provoked['openCart'] = {
  ...ofBodies(opening),
  ...ofKeys(opening, { postcode: '560038' }),
  'unknown-postcode': async () => ({ ...(await opening()), body: { postcode: '12' } })
};
provoked['readCart'] = { 'not-found': async () => ({ method: 'GET', path: forged('carts') }) };

const adding = async (stock = 5, quantity = 1): Promise<Sent & { cartKey: string; variantId: string }> => {
  const { path, cartKey } = await buyer.cart();
  const variantId = await aVariant(shop.db, { stock: { [NODE]: stock } });
  return { method: 'POST', path: `${path}/lines`, body: { variantId, quantity }, key: buyer.key(), cartKey, variantId };
};
provoked['addToCart'] = {
  ...ofBodies(adding),
  ...ofKeys(adding, { quantity: 2 }),
  'not-allowed': async () => byLink(await adding()),
  'not-found': async () => ({ ...(await adding()), path: `${forged('carts')}/lines` }),
  async 'cart-closed'() {
    const sent = await adding();
    await update(sent.cartKey, { state: 'expired' });
    return sent;
  },
  async 'not-for-sale'() {
    return { ...(await adding()), body: { variantId: shop.newId(), quantity: 1 } };
  },
  'no-pickup-there': async () => {
    const sent = await adding();
    return { ...sent, body: { ...(sent.body as object), pickupNodeId: 'nowhere' } };
  },
  async 'too-many'() {
    const sent = await adding(500, 99);
    await buyer.ask(sent);
    return { ...sent, key: buyer.key() };
  },
  'out-of-stock': async () => adding(0),
  'not-enough-stock': async () => adding(2, 3),
  async 'cart-full'() {
    const sent = await adding();
    for (let place = 0; place < 19; place += 1) {
      const variantId = await aVariant(shop.db, { stock: { [NODE]: 1 } });
      await buyer.ask({ ...sent, body: { variantId, quantity: 1 }, key: buyer.key() });
    }
    return sent;
  }
};

const note = (id: string, words: string) => ({ id, baseVersion: 1, madeAt: '2026-11-25T05:00:00Z', kind: 'note', note: words });
const operating = async (): Promise<Sent & { cartKey: string }> => {
  const { path, cartKey } = await buyer.cart();
  return { method: 'POST', path: `${path}/operations`, body: { operations: [note(shop.newId(), 'Hello')] }, cartKey };
};
provoked['applyOperations'] = {
  ...ofBodies(operating),
  ...ofKeysIfAny(async (sent) => buyer.ask(sent), operating, { operations: [note('0199f0a0-0000-7000-8000-0000000000a1', 'Hello again')] }),
  'not-found': async () => ({ ...(await operating()), path: `${forged('carts')}/operations` }),
  'not-allowed': async () => byLink(await operating())
};

const changing = async (quantity = 2): Promise<Sent & { cartKey: string }> => {
  const { path, lineId, cartKey } = await buyer.cart();
  return { method: 'PUT', path: `${path}/lines/${lineId}`, body: { quantity }, cartKey };
};
provoked['changeCartLine'] = {
  ...ofBodies(changing),
  'not-allowed': async () => byLink(await changing()),
  'not-found': async () => ({ ...(await changing()), path: `${(await buyer.cart()).path}/lines/${shop.newId()}` }),
  'cart-closed': async () => closed(await changing()),
  'not-enough-stock': async () => changing(50),
  async 'out-of-stock'() {
    const sent = await changing();
    await takeAll(await variantOf(sent.cartKey));
    return sent;
  }
};
const removing = async (): Promise<Sent & { cartKey: string }> => {
  const { method: _, body: __, ...sent } = await changing();
  return { ...sent, method: 'DELETE' };
};
provoked['removeCartLine'] = {
  'not-allowed': async () => byLink(await removing()),
  'not-found': async () => ({ ...(await removing()), path: `${forged('carts')}/lines/${shop.newId()}` }),
  'cart-closed': async () => closed(await removing())
};
const accepting = async (): Promise<Sent & { cartKey: string }> => {
  const { path, cartKey } = await buyer.cart();
  return { method: 'PUT', path: `${path}/prices`, cartKey };
};
provoked['acceptCartPrices'] = {
  'not-allowed': async () => byLink(await accepting()),
  'not-found': async () => ({ method: 'PUT', path: `${forged('carts')}/prices` }),
  'cart-closed': async () => closed(await accepting())
};

/** Somebody has the last one in their checkout. */
const joining = async (cart?: { path: string; cartKey: string }): Promise<Sent & { cartKey: string }> => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 1 } });
  const holder = await buyer.checkout(variantId);
  await buyer.ask({ method: 'PUT', path: `${holder.path}/delivery`, body: { choice: 'standard' } });
  const { path, cartKey } = cart ?? (await buyer.cart());
  return { method: 'PUT', path: `${path}/queues/${variantId}`, body: { pickupNodeId: null }, cartKey, from: shop.newId() };
};
provoked['readQueue'] = {
  invalid: async () => ({ method: 'GET', path: `${(await buyer.cart()).path}/queues/${shop.newId()}?pickupNodeId=` }),
  'not-found': async () => ({ method: 'GET', path: `${forged('carts')}/queues/${shop.newId()}` })
};
provoked['joinQueue'] = {
  ...ofBodies(joining),
  'not-allowed': async () => byLink(await joining()),
  'not-found': async () => ({ ...(await joining()), path: `${forged('carts')}/queues/${shop.newId()}` }),
  'cart-closed': async () => closed(await joining()),
  async 'queue-closed'() {
    const { path } = await buyer.cart();
    const variantId = await aVariant(shop.db, { stock: { [NODE]: 1 } });
    return { method: 'PUT', path: `${path}/queues/${variantId}`, body: { pickupNodeId: null } };
  },
  async 'queues-full'() {
    const cart = await buyer.cart();
    for (let lines = 0; lines < 5; lines += 1) await buyer.ask(await joining(cart));
    return joining(cart);
  },
  async 'too-many-requests'() {
    const sent = await joining();
    for (let times = 0; times < LIMITS.queueByAddress.limit; times += 1) await buyer.ask(sent);
    return sent;
  }
};
const leaving = async (): Promise<Sent & { cartKey: string }> => {
  const { body: _, ...sent } = await joining();
  return { ...sent, method: 'DELETE' };
};
provoked['leaveQueue'] = {
  'not-allowed': async () => byLink(await leaving()),
  'not-found': async () => ({ method: 'DELETE', path: `${forged('carts')}/queues/${shop.newId()}` })
};

refusesAll(provoked, {
  ask: async (sent) => buyer.ask(sent),
  but: (one) => OF_ACCOUNTS(one) || OF_CHECKOUT(one) || OF_STAFF(one) || AFTER_PURCHASE(one) || OF_BALANCES(one)
});
