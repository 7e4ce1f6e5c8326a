import { afterAll, beforeAll, expect, test } from 'vitest';
import { aMember, DEVICE, PHRASE, resetSecret, signingUp, somethingSaved } from '../support/api-accounts.ts';
import { aBuyer, openApiShop, type Buyer } from '../support/api-world.ts';
import { codeIn, secretIn } from '../support/mailbox.ts';
import type { TestShop } from '../support/shop.ts';
import { aPerson, cookieOf, PASSWORD } from '../support/staff.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

test('a program signs up, signs in, brings its cart along, buys, and finds the order in the account', async () => {
  const email = `rhea-${shop.newId()}@example.com`;
  const cart = await buyer.chosen();
  await buyer.ask(signingUp(email, shop.newId()));
  const secret = await secretIn(shop, email);
  const confirmed = await buyer.ask({ method: 'POST', path: '/sign-ups/confirmation', body: { secret, device: DEVICE } });
  expect(confirmed.status).toBe(201);
  const headers = { authorization: `Bearer ${String(confirmed.json['token'])}` };
  const { json: mine } = await buyer.ask({ method: 'PUT', path: `${cart.path}/account`, headers });
  expect(mine).toEqual({ cartKey: cart.cartKey, merged: false });

  const { json: now } = await buyer.ask({ method: 'GET', path: cart.path, headers });
  const body = { version: now['version'], method: 'cash_on_delivery' };
  const placed = await buyer.ask({ method: 'POST', path: `${cart.path}/order`, body, key: buyer.key(), headers });
  expect(placed.status, JSON.stringify(placed.json)).toBe(201);
  const { json: orders } = await buyer.ask({ method: 'GET', path: '/account/orders', headers });
  expect(orders).toMatchObject({ orders: [{ number: placed.json['number'], orderKey: placed.json['orderKey'] }], older: null });
});

test('a token opens nothing after signing out, and neither does the public name of its session', async () => {
  const { headers } = await aMember(shop);
  const { json } = await buyer.ask({ method: 'GET', path: '/account/sessions', headers });
  const [here] = json['sessions'] as { name: string; isHere: boolean }[];
  expect(here).toMatchObject({ isHere: true });
  const read = async (authorization: string) => (await buyer.ask({ method: 'GET', path: '/account', headers: { authorization } })).status;
  expect(await read(headers.authorization)).toBe(200);
  expect(await read(`Bearer ${here!.name.slice(3)}`)).toBe(401);
  expect((await buyer.ask({ method: 'DELETE', path: `/account/sessions/${here!.name}`, headers })).status).toBe(200);
  expect(await read(headers.authorization)).toBe(401);
});

test('a session of the staff is nobody’s account here', async () => {
  const cookie = await cookieOf(shop, await aPerson(shop, 'manager'));
  const manager = { authorization: `Bearer ${cookie.split('=')[1]}` };
  expect((await buyer.ask({ method: 'GET', path: '/account', headers: manager })).json['code']).toBe('sign-in-needed');
});

test('a shared link opens the cart, until it is taken back; what is saved in it stays with its owner', async () => {
  const { path } = await somethingSaved(shop, buyer);
  const { json } = await buyer.ask({ method: 'POST', path: `${path}/shares`, body: { may: 'view', label: 'For Arun' }, key: buyer.key() });
  const link = `/carts/${String(json['grantKey'])}`;
  expect((await buyer.ask({ method: 'GET', path: link })).status).toBe(200);
  expect((await buyer.ask({ method: 'GET', path: `${link}/saved` })).status).toBe(404);
  const { json: listed } = await buyer.ask({ method: 'GET', path: `${path}/shares` });
  const [share] = listed['shares'] as { grantId: string }[];
  await buyer.ask({ method: 'DELETE', path: `${path}/shares/${share!.grantId}` });
  expect((await buyer.ask({ method: 'GET', path: link })).status).toBe(404);
});

test('a code by mail signs in the device that asked for it, and a new password ends every session', async () => {
  const { customer, headers } = await aMember(shop);
  await buyer.ask({ method: 'POST', path: '/sign-in-codes', body: { email: customer.email, device: DEVICE }, from: shop.newId() });
  const code = await codeIn(shop, customer.email);
  const session = await buyer.ask({ method: 'POST', path: '/sessions/by-code', body: { code, device: DEVICE }, from: shop.newId() });
  expect(session.json).toMatchObject({ customerId: customer.customerId });
  const changed = await buyer.ask({ method: 'PUT', path: '/account/password', body: { password: PHRASE }, headers });
  expect(changed.status).toBe(200);
  for (const token of [headers.authorization, `Bearer ${String(session.json['token'])}`])
    expect((await buyer.ask({ method: 'GET', path: '/account', headers: { authorization: token } })).status).toBe(401);
  const old = await buyer.ask({
    method: 'POST',
    path: '/sessions',
    body: { email: customer.email, password: PASSWORD },
    from: shop.newId()
  });
  expect(old.json['code']).toBe('sign-in-refused');
});

test('a link to a new password is used once, also by two at once', async () => {
  const secret = await resetSecret(shop);
  const both = await Promise.all(
    [1, 2].map(async () => buyer.ask({ method: 'PUT', path: `/password-resets/${secret}`, body: { password: PHRASE } }))
  );
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
});
