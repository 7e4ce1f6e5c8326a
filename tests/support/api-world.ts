import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { dispatch } from '#lib/server/api/dispatch.ts';
import { asResponse } from '#lib/server/api/wire.ts';
import { visitorByToken } from '#lib/server/session.ts';
import { SIGNATURE_HEADER, signWebhook } from '#lib/server/webhook-signature.ts';
import { RHEA } from './api-client.ts';
import { aNode, aVariant } from './makers.ts';
import { openShop, type TestShop } from './shop.ts';

export const SECRET = 'the webhook secret of this test run';
export const NODE = 'blr-domlur';
export const STORE = 'blr-indiranagar';

export type Sent = {
  method: string;
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: BodyInit;
  key?: string;
  headers?: Record<string, string>;
  from?: string;
};
export type Answer = { status: number; type: string | null; headers: Headers; json: Record<string, unknown> };
export type Ask = (sent: Sent) => Promise<Answer>;

/** One request, answered within this process: the same dispatcher as behind the server, without the server. */
export async function ask(shop: TestShop, { method, path, body, raw, key, headers = {}, from = '' }: Sent): Promise<Answer> {
  const sent = body === undefined ? raw : JSON.stringify(body);
  const request = new Request(`http://shop.test/api/v1${path}`, {
    method,
    headers: { ...(sent !== undefined && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }), ...headers },
    ...(sent !== undefined && { body: sent, duplex: 'half' })
  });
  const { actor, session } = await visitorByToken(request.headers, shop.db);
  const response = asResponse(await dispatch(shop, actor, request, { from, session, webhookSecrets: () => [SECRET] }));
  const text = await response.text();
  const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, type: response.headers.get('content-type'), headers: response.headers, json };
}

/** A shop with a dark store, a store, and one postcode that is known. */
export async function openApiShop(): Promise<TestShop> {
  const shop = await openShop();
  await shop.db
    .insertInto('postcode')
    .values({ country: 'IN', code: '560038', lat: 12.978346, lng: 77.640787, city: 'Bengaluru', state: 'Karnataka' })
    .execute();
  await aNode(shop.db, NODE, { kind: 'dark_store' });
  await aNode(shop.db, STORE);
  return shop;
}

export type Buyer = {
  ask: Ask;
  /** A key that was not used before. */
  key: () => string;
  cart: (variantId?: string, quantity?: number) => Promise<{ cartKey: string; path: string; lineId: string }>;
  /** With details given. */
  checkout: (variantId?: string, quantity?: number) => Promise<{ cartKey: string; path: string }>;
  /** With a delivery chosen: one step before the order. */
  chosen: (variantId?: string) => Promise<{ cartKey: string; path: string; version: number }>;
  order: (method?: string) => Promise<{ orderId: string; orderKey: string; path: string; number: string }>;
};

/** Whoever goes through the shop by the API alone; each step is asserted, so that a test fails where it goes wrong. */
export function aBuyer(shop: TestShop): Buyer {
  let keys = 0;
  const key = () => `key-${(keys += 1)}`;
  const done = async (sent: Sent) => {
    const answer = await ask(shop, sent);
    expect(answer, JSON.stringify(answer.json)).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) as number });
    return answer.json;
  };
  const buyer: Buyer = {
    ask: async (sent) => ask(shop, sent),
    key,
    async cart(variantId, quantity = 1) {
      const { cartKey } = await done({ method: 'POST', path: '/carts', body: {}, key: key() });
      const path = `/carts/${String(cartKey)}`;
      const thing = variantId ?? (await aVariant(shop.db, { stock: { [NODE]: 5, [STORE]: 5 } }));
      const { lineId } = await done({ method: 'POST', path: `${path}/lines`, body: { variantId: thing, quantity }, key: key() });
      return { cartKey: String(cartKey), path, lineId: String(lineId) };
    },
    async checkout(variantId, quantity) {
      const cart = await buyer.cart(variantId, quantity);
      await done({ method: 'PUT', path: `${cart.path}/details`, body: RHEA });
      return cart;
    },
    async chosen(variantId) {
      const cart = await buyer.checkout(variantId);
      const { version } = await done({ method: 'PUT', path: `${cart.path}/delivery`, body: { choice: 'standard' } });
      return { ...cart, version: Number(version) };
    },
    async order(method = 'upi') {
      const { path, version } = await buyer.chosen();
      const placed = await done({ method: 'POST', path: `${path}/order`, body: { version, method }, key: key() });
      const { orderId, orderKey, number } = placed as Record<string, string>;
      return { orderId: orderId!, orderKey: orderKey!, number: number!, path: `/orders/${orderKey}` };
    }
  };
  return buyer;
}

/** A webhook as our bank and carrier post it. */
export function signed(shop: TestShop, path: string, event: unknown, secret = SECRET): Sent {
  const raw = JSON.stringify(event);
  return { method: 'POST', path, raw, headers: { [SIGNATURE_HEADER]: signWebhook(raw, [secret], shop.now()) } };
}

/** A webhook as EasyPost posts it. */
export function byEasyPost(event: object, secret = SECRET): Sent {
  const raw = JSON.stringify(event);
  const signature = `hmac-sha256-hex=${createHmac('sha256', secret).update(raw).digest('hex')}`;
  return { method: 'POST', path: '/webhooks/easypost', raw, headers: { 'x-hmac-signature': signature } };
}

/** How many rows every table has, but for the count of tries. */
export async function rowCounts(shop: TestShop): Promise<Record<string, number>> {
  const tables = (await shop.db.introspection.getTables()).filter(({ schema, name }) => schema === 'public' && name !== 'rate_bucket');
  const counted = tables.map(async ({ name }): Promise<[string, number]> => {
    const { n } = await shop.db
      .selectFrom(name as 'orders')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return [name, n];
  });
  return Object.fromEntries(await Promise.all(counted));
}
