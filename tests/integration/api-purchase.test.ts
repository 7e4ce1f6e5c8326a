import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatch } from '#lib/server/api/dispatch.ts';
import { aNode, aVariant } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await shop.db
    .insertInto('postcode')
    .values({ country: 'IN', code: '560038', lat: 12.978346, lng: 77.640787, city: 'Bengaluru' })
    .execute();
  await aNode(shop.db, 'blr-domlur', { kind: 'dark_store' });
});
afterAll(() => shop.close());

type Sent = { method: string; path: string; body?: unknown; key?: string };

async function send<T = Record<string, unknown>>({ method, path, body, key }: Sent): Promise<{ status: number; json: T }> {
  const headers: Record<string, string> = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key && { 'idempotency-key': key })
  };
  const request = new Request(`http://shop.test/api/v1${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) })
  });
  const response = await dispatch(shop, { role: 'shopper', channel: 'api' }, request);
  return { status: response.status, json: (await response.json()) as T };
}

test('a guest goes from an empty cart to a paid order with nothing but the API', async () => {
  const variantId = await aVariant(shop.db, { stock: { 'blr-domlur': 3 } });
  const { json: cart } = await send<{ cartKey: string }>({ method: 'POST', path: '/carts', body: {}, key: 'open' });
  const path = `/carts/${cart.cartKey}`;
  expect(await send({ method: 'POST', path: `${path}/lines`, body: { variantId, quantity: 2 }, key: 'add' })).toMatchObject({
    status: 201
  });
  const contact = { email: 'rhea@example.com', name: 'Rhea', phone: '98 0000 0000' };
  const address = { line1: '12 Example Street', city: 'Bengaluru', postcode: '560038' };
  await send({ method: 'PUT', path: `${path}/details`, body: { contact, address } });
  const { json: quotes } = await send<{ ways: { id: string; open: boolean }[] }>({ method: 'GET', path: `${path}/quotes` });
  expect(quotes.ways.filter((way) => way.open).map((way) => way.id)).toContain('standard');
  const { json: chosen } = await send<{ version: number }>({ method: 'PUT', path: `${path}/delivery`, body: { choice: 'standard' } });
  const order = { method: 'POST', path: `${path}/order`, body: { version: chosen.version, method: 'upi' }, key: 'place' };
  const { status, json: placed } = await send<{ orderKey: string }>(order);
  expect(status).toBe(201);
  expect((await send(order)).json).toEqual(placed);
  const pay = { method: 'POST', path: `/orders/${placed.orderKey}/payments`, body: { handle: 'ok@mez' }, key: 'pay' };
  expect(await send(pay)).toEqual({ status: 200, json: { outcome: 'captured', reason: null, actionUrl: null } });
  expect((await send({ method: 'GET', path: `/orders/${placed.orderKey}` })).json).toMatchObject({
    life: 'confirmed',
    payment: { state: 'captured' }
  });
});

test('a missing key, an unknown field and a strange address are problems with a code', async () => {
  expect(await send({ method: 'POST', path: '/carts', body: {} })).toMatchObject({
    status: 400,
    json: { code: 'idempotency-key-missing' }
  });
  expect(await send({ method: 'POST', path: '/carts', body: { price: 1 }, key: 'k' })).toMatchObject({
    status: 400,
    json: { code: 'invalid' }
  });
  expect(await send({ method: 'GET', path: '/carts/nothing' })).toMatchObject({ status: 404, json: { code: 'not-found' } });
  expect(await send({ method: 'DELETE', path: '/carts', key: 'k' })).toMatchObject({ status: 405, json: { code: 'method-not-allowed' } });
});
