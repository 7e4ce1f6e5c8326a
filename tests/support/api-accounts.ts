import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { RHEA } from './api-client.ts';
import { ask, NODE, STORE, type Buyer, type Sent } from './api-world.ts';
import { aCustomer, shopperCookie, type Customer } from './customers.ts';
import { codeIn, secretIn } from './mailbox.ts';
import { aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';
import { PASSWORD } from './staff.ts';
import { aToldOrder } from './told.ts';

export const DEVICE = 'd'.repeat(22);
export const PHRASE = 'a lamp of many colours';

export type Member = { customer: Customer; headers: { authorization: string } };

/** Somebody with an account whose program brings the token of a session. */
export async function aMember(shop: TestShop): Promise<Member> {
  const customer = await aCustomer(shop);
  const cookie = await shopperCookie(shop, customer, 'A program/1.0');
  return { customer, headers: { authorization: `Bearer ${cookie.split('=')[1]}` } };
}

/** Their last proof of who they are is an hour old. */
export async function grownOld(shop: TestShop, { customer }: Member): Promise<void> {
  const hourAgo = new Date(Date.now() - 3_600_000);
  await shop.db.updateTable('user_session').set({ fresh_at: hourAgo }).where('user_id', '=', customer.customerId).execute();
}

export async function somethingSaved(shop: TestShop, buyer: Buyer): Promise<{ cartKey: string; path: string; variantId: string }> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  const cart = await buyer.cart(variantId);
  const save = {
    id: shop.newId(),
    baseVersion: 2,
    madeAt: '2026-11-25T05:00:00Z',
    kind: 'save',
    variantId,
    pickupNodeId: null
  };
  await buyer.ask({ method: 'POST', path: `${cart.path}/operations`, body: { operations: [save] } });
  return { ...cart, variantId };
}

/** The account's own cart with one thing, and another cart that is in hand. */
async function twoCartsOf(buyer: Buyer, member: Member): Promise<{ own: string; hand: string }> {
  const own = await buyer.cart();
  await buyer.ask({ method: 'PUT', path: `${own.path}/account`, headers: member.headers });
  return { own: own.cartKey, hand: (await buyer.cart()).path };
}

/** Two carts that became one: its path. */
export async function mergedCart(shop: TestShop, buyer: Buyer): Promise<string> {
  const member = await aMember(shop);
  const { hand } = await twoCartsOf(buyer, member);
  const { json } = await buyer.ask({ method: 'PUT', path: `${hand}/account`, headers: member.headers });
  return `/carts/${String(json['cartKey'])}`;
}

export async function putAnother(shop: TestShop, cartKey: string): Promise<void> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  await addToCart(shop, shopper, { cartKey, variantId, quantity: 1, pickupNodeId: null, key: shop.newId() });
}

const mailTo = (shop: TestShop) => `someone-${shop.newId()}@example.com`;

/** The secret of a link that finishes an account. */
export async function signUpSecret(shop: TestShop): Promise<string> {
  const email = mailTo(shop);
  const asked = await ask(shop, signingUp(email, shop.newId()));
  if (asked.status !== 201) throw new Error(JSON.stringify(asked.json));
  return secretIn(shop, email);
}

export const signingUp = (email: string, from: string): Sent => ({
  method: 'POST',
  path: '/sign-ups',
  body: { email, name: 'Rhea Pinto', password: PHRASE, device: DEVICE },
  from
});

export async function resetSecret(shop: TestShop): Promise<string> {
  const { email } = await aCustomer(shop);
  await ask(shop, { method: 'POST', path: '/password-resets', body: { email }, from: shop.newId() });
  return secretIn(shop, email);
}

/** The secret of the link that brings earlier orders, and whose account it is for. */
export async function earlierOrders(shop: TestShop, buyer: Buyer): Promise<Member & { secret: string }> {
  const member = await aMember(shop);
  const { orderId } = await buyer.order('cash_on_delivery');
  const contact = JSON.stringify({ ...RHEA.contact, email: member.customer.email });
  await shop.db.updateTable('orders').set({ contact }).where('id', '=', orderId).execute();
  await ask(shop, { method: 'POST', path: '/account/earlier-orders', headers: member.headers });
  return { ...member, secret: await secretIn(shop, member.customer.email) };
}

/** A real request for each endpoint of accounts and of what stands around a cart. */
export function requestsOfAccounts(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  const member = async () => aMember(shop());
  const asMember = async (sent: Sent): Promise<Sent> => ({ ...sent, headers: (await member()).headers });
  const address = { address: RHEA.address, isDefault: true };
  const kept = async (): Promise<Member & { path: string }> => {
    const one = await member();
    const { json } = await buyer().ask({
      method: 'POST',
      path: '/account/addresses',
      body: address,
      key: buyer().key(),
      headers: one.headers
    });
    return { ...one, path: `/account/addresses/${String(json['addressId'])}` };
  };
  return {
    listSaved: async () => ({ method: 'GET', path: `${(await somethingSaved(shop(), buyer())).path}/saved` }),
    async saveFurther() {
      const { cartKey } = await somethingSaved(shop(), buyer());
      return { method: 'PUT', path: `${(await buyer().cart()).path}/saved`, body: { orderedKey: cartKey } };
    },
    async forgetSaved() {
      const { path, variantId } = await somethingSaved(shop(), buyer());
      return { method: 'DELETE', path: `${path}/saved/${variantId}` };
    },
    async listShares() {
      const { path } = await buyer().cart();
      await buyer().ask({ method: 'POST', path: `${path}/shares`, body: { may: 'view', label: 'For Arun' }, key: buyer().key() });
      return { method: 'GET', path: `${path}/shares` };
    },
    shareCart: async () => ({ method: 'POST', path: `${(await buyer().cart()).path}/shares`, body: { may: 'edit' }, key: buyer().key() }),
    revokeShare: async () => ({ method: 'DELETE', path: `${(await buyer().cart()).path}/shares/${shop().newId()}` }),
    async readHandOver() {
      const { path } = await buyer().cart();
      await buyer().ask({ method: 'PUT', path: `${path}/hand-over` });
      return { method: 'GET', path: `${path}/hand-over` };
    },
    offerHandOver: async () => ({ method: 'PUT', path: `${(await buyer().cart()).path}/hand-over` }),
    async revokeHandOver() {
      const { path } = await buyer().cart();
      const { json } = await buyer().ask({ method: 'PUT', path: `${path}/hand-over` });
      return { method: 'DELETE', path: `${path}/hand-over/${String(json['handOverId'])}` };
    },
    mergeCarts: async () => asMember({ method: 'PUT', path: `${(await buyer().cart()).path}/account` }),
    readReceipt: async () => ({ method: 'GET', path: `${await mergedCart(shop(), buyer())}/merge` }),
    undoMerge: async () => ({ method: 'DELETE', path: `${await mergedCart(shop(), buyer())}/merge` }),
    signUp: async () => signingUp(mailTo(shop()), shop().newId()),
    confirmSignUp: async () => ({
      method: 'POST',
      path: '/sign-ups/confirmation',
      body: { secret: await signUpSecret(shop()), device: DEVICE }
    }),
    askForCode: async () => ({
      method: 'POST',
      path: '/sign-in-codes',
      body: { email: mailTo(shop()), device: DEVICE },
      from: shop().newId()
    }),
    askForReset: async () => ({ method: 'POST', path: '/password-resets', body: { email: mailTo(shop()) }, from: shop().newId() }),
    resetPassword: async () => ({ method: 'PUT', path: `/password-resets/${await resetSecret(shop())}`, body: { password: PHRASE } }),
    createSession: async () => ({
      method: 'POST',
      path: '/sessions',
      body: { email: (await aCustomer(shop())).email, password: PASSWORD },
      from: shop().newId()
    }),
    async createSessionByCode() {
      const { email } = await aCustomer(shop());
      await buyer().ask({ method: 'POST', path: '/sign-in-codes', body: { email, device: DEVICE }, from: shop().newId() });
      const code = await codeIn(shop(), email);
      return { method: 'POST', path: '/sessions/by-code', body: { code, device: DEVICE }, from: shop().newId() };
    },
    listSessions: async () => asMember({ method: 'GET', path: '/account/sessions' }),
    endOtherSessions: async () => asMember({ method: 'DELETE', path: '/account/sessions' }),
    async endSession() {
      const { headers } = await member();
      const { json } = await buyer().ask({ method: 'GET', path: '/account/sessions', headers });
      const [here] = json['sessions'] as { name: string }[];
      return { method: 'DELETE', path: `/account/sessions/${here?.name}`, headers };
    },
    readAccount: async () => asMember({ method: 'GET', path: '/account' }),
    changeDetails: async () => asMember({ method: 'PUT', path: '/account', body: { name: 'Rhea', phone: '' } }),
    endAccount: async () => asMember({ method: 'DELETE', path: '/account' }),
    changePassword: async () => asMember({ method: 'PUT', path: '/account/password', body: { password: PHRASE } }),
    exportAccount: async () => asMember({ method: 'GET', path: '/account/data' }),
    async listOrders() {
      const { headers, secret } = await earlierOrders(shop(), buyer());
      await buyer().ask({ method: 'PUT', path: '/account/earlier-orders', body: { secret }, headers });
      return { method: 'GET', path: '/account/orders?before=2030-01-01T00:00:00Z', headers };
    },
    async listNotices() {
      const { headers, customer } = await member();
      await aToldOrder(shop(), STORE, customer.customerId);
      return { method: 'GET', path: '/account/notices?before=2030-01-01T00:00:00Z', headers };
    },
    readNotices: async () => asMember({ method: 'PUT', path: '/account/notices', body: { upTo: '2026-11-25T06:00:00Z' } }),
    async askForOrders() {
      const { headers } = await earlierOrders(shop(), buyer());
      return { method: 'POST', path: '/account/earlier-orders', headers };
    },
    async claimOrders() {
      const { headers, secret } = await earlierOrders(shop(), buyer());
      return { method: 'PUT', path: '/account/earlier-orders', body: { secret }, headers };
    },
    async listAddresses() {
      const { headers } = await kept();
      return { method: 'GET', path: '/account/addresses', headers };
    },
    keepAddress: async () => asMember({ method: 'POST', path: '/account/addresses', body: address, key: buyer().key() }),
    async changeAddress() {
      const { headers, path } = await kept();
      return { method: 'PUT', path, body: address, headers };
    },
    async removeAddress() {
      const { headers, path } = await kept();
      return { method: 'DELETE', path, headers };
    }
  };
}
