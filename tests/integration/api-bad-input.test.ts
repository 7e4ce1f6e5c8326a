import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RHEA } from '../support/api-client.ts';
import { aBuyer, NODE, openApiShop, rowCounts, type Buyer, type Sent } from '../support/api-world.ts';
import { aVariant } from '../support/makers.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
let cart: { path: string; cartKey: string; lineId: string };
let ready: { path: string; version: number };
let order: { path: string; orderKey: string };
let variantId: string;

beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
  variantId = await aVariant(shop.db, { stock: { [NODE]: 50 } });
  cart = await buyer.cart();
  ready = await buyer.chosen();
  order = await buyer.order();
});
afterAll(() => shop.close());

type Case = [what: string, sent: () => Sent, code: string];
const line = (body: unknown): Sent => ({ method: 'POST', path: `${cart.path}/lines`, body, key: buyer.key() });
const raw = (body: BodyInit, headers: Record<string, string> = {}): Sent => ({
  method: 'POST',
  path: `${cart.path}/lines`,
  raw: body,
  key: buyer.key(),
  headers
});
const details = (contact: object, address: object = {}): Sent => ({
  method: 'PUT',
  path: `${cart.path}/details`,
  body: { contact: { ...RHEA.contact, ...contact }, address: { ...RHEA.address, ...address } }
});
const quantities: [unknown, string][] = [
  [0, 'invalid'],
  [-1, 'invalid'],
  [1e9, 'invalid'],
  [0.5, 'invalid'],
  ['two', 'invalid'],
  ['1', 'invalid'],
  [null, 'invalid'],
  [[1], 'invalid'],
  [{ valueOf: 1 }, 'invalid'],
  [true, 'invalid']
];
const withDigit = (key: string, at: number) => key.slice(0, at) + (key[at] === 'A' ? 'B' : 'A') + key.slice(at + 1);
const deep = (depth: number) => `{"variantId":${'['.repeat(depth)}${']'.repeat(depth)},"quantity":1}`;

const cases: Case[] = [
  ...quantities.map(([quantity, code]): Case => [`quantity ${JSON.stringify(quantity)}`, () => line({ variantId, quantity }), code]),
  ...quantities.map(([quantity, code]): Case => [
    `a line set to ${JSON.stringify(quantity)}`,
    () => ({ method: 'PUT', path: `${cart.path}/lines/${cart.lineId}`, body: { quantity } }),
    code
  ]),
  ['quantity NaN, which is no JSON', () => raw(`{"variantId":"${variantId}","quantity":NaN}`), 'invalid'],
  ['quantity beyond all numbers', () => raw(`{"variantId":"${variantId}","quantity":1e999}`), 'invalid'],
  ['a variant that is not there', () => line({ variantId: shop.newId(), quantity: 1 }), 'not-for-sale'],
  ['a SKU where an id belongs', () => line({ variantId: 'MUG-SEA', quantity: 1 }), 'invalid'],
  ['an id with an injection', () => line({ variantId: "' or 1=1 --", quantity: 1 }), 'invalid'],
  ['a price of their own', () => line({ variantId, quantity: 1, unitPriceMinor: 1 }), 'invalid'],
  ['a key called __proto__', () => raw(`{"variantId":"${variantId}","quantity":1,"__proto__":{"quantity":9}}`), 'invalid'],
  ['a key called constructor', () => raw(`{"variantId":"${variantId}","quantity":1,"constructor":{"prototype":{}}}`), 'invalid'],
  ['only __proto__', () => raw(`{"__proto__":{"variantId":"${variantId}","quantity":1}}`), 'invalid'],
  ['a list instead of an object', () => line([]), 'invalid'],
  ['null instead of an object', () => line(null), 'invalid'],
  ['no body at all', () => raw(''), 'invalid'],
  ['half a body', () => raw('{"variantId":'), 'invalid'],
  ['two megabytes', () => raw('x'.repeat(2_000_000)), 'body-too-large'],
  ['two megabytes that do not say so', () => raw(new Blob(['x'.repeat(2_000_000)]).stream()), 'body-too-large'],
  ['a form', () => raw('quantity=1', { 'content-type': 'application/x-www-form-urlencoded' }), 'wrong-content-type'],
  ['text', () => raw('{}', { 'content-type': 'text/plain' }), 'wrong-content-type'],
  ['JSON in Latin-1', () => raw(Uint8Array.from([...Buffer.from('{"variantId":"caf'), 0xe9, ...Buffer.from('"}')])), 'invalid'],
  ['JSON in UTF-16', () => raw(Buffer.from('{"quantity":1}', 'utf16le')), 'invalid'],
  ['a body a thousand deep', () => raw(deep(1_000)), 'invalid'],
  ['a body thirty thousand deep', () => raw(deep(30_000)), 'invalid'],
  ['a zero in a name', () => details({ name: 'Rhea\0' }), 'invalid'],
  ['half a character in a name', () => raw(JSON.stringify({ contact: { name: '\ud800' } })), 'invalid'],
  ['an e-mail without its at', () => details({ email: 'rhea.example.com' }), 'invalid'],
  ['an e-mail of two lines', () => details({ email: 'rhea@example.com\nbcc: all@example.com' }), 'invalid'],
  ['a name of spaces', () => details({ name: '   ' }), 'invalid'],
  ['a name without end', () => details({ name: 'x'.repeat(10_000) }), 'invalid'],
  ['a postcode that nobody knows', () => details({}, { postcode: '999999' }), 'unknown-postcode'],
  ['a postcode of words', () => details({}, { postcode: 'nowhere' }), 'unknown-postcode'],
  ['a country in words', () => details({}, { country: 'India' }), 'invalid'],
  ['an address with a price', () => details({}, { costMinor: 0 }), 'invalid'],
  [
    'a cart at an unknown postcode',
    () => ({ method: 'POST', path: '/carts', body: { postcode: '000000' }, key: buyer.key() }),
    'unknown-postcode'
  ],
  ['a delivery that is an object', () => ({ method: 'PUT', path: `${ready.path}/delivery`, body: { choice: {} } }), 'invalid'],
  [
    'a delivery for nothing',
    () => ({ method: 'PUT', path: `${ready.path}/delivery`, body: { choice: 'standard', costMinor: 0 } }),
    'invalid'
  ],
  [
    'a day that is none',
    () => ({ method: 'PUT', path: `${ready.path}/delivery`, body: { choice: 'standard', deliverUntil: '2026-02-30T00:00:00Z' } }),
    'invalid'
  ],
  [
    'an order of half a version',
    () => ({ method: 'POST', path: `${ready.path}/order`, body: { version: 1.5, method: 'upi' }, key: 'k' }),
    'invalid'
  ],
  [
    'an order of a version beyond all',
    () => ({ method: 'POST', path: `${ready.path}/order`, body: { version: 1e15, method: 'upi' }, key: 'k' }),
    'invalid'
  ],
  [
    'an order paid with shells',
    () => ({ method: 'POST', path: `${ready.path}/order`, body: { version: ready.version, method: 'shells' }, key: 'k' }),
    'invalid'
  ],
  [
    'an order at a total of their own',
    () => ({ method: 'POST', path: `${ready.path}/order`, body: { version: ready.version, method: 'upi', totalMinor: 1 }, key: 'k' }),
    'invalid'
  ],
  ['a payment with nothing', () => ({ method: 'POST', path: `${order.path}/payments`, body: { handle: ' ' }, key: 'k' }), 'invalid'],
  [
    'a payment of an amount',
    () => ({ method: 'POST', path: `${order.path}/payments`, body: { handle: 'ok@mez', amountMinor: 1 }, key: 'k' }),
    'invalid'
  ],
  ['prices with a body', () => ({ method: 'PUT', path: `${cart.path}/prices`, body: { priceMinor: 1 } }), 'invalid'],
  ['a removal with a body', () => ({ method: 'DELETE', path: `${cart.path}/lines/${cart.lineId}`, body: { quantity: 9 } }), 'invalid'],
  ['no Idempotency-Key', () => ({ method: 'POST', path: '/carts', body: {} }), 'idempotency-key-missing'],
  ['a key of 201 characters', () => ({ method: 'POST', path: '/carts', body: {}, key: 'k'.repeat(201) }), 'idempotency-key-missing'],
  ['a key in another script', () => ({ method: 'POST', path: '/carts', body: {}, key: 'caf\u00e9' }), 'idempotency-key-missing'],
  ['a cart key with one other sign', () => ({ method: 'GET', path: `/carts/${withDigit(cart.cartKey, 5)}` }), 'not-found'],
  ['a cart key with another seal', () => ({ method: 'GET', path: `/carts/${withDigit(cart.cartKey, 40)}` }), 'not-found'],
  ['a cart key cut short', () => ({ method: 'GET', path: `/carts/${cart.cartKey.slice(0, -1)}` }), 'not-found'],
  ['a cart key as an order key', () => ({ method: 'GET', path: `/orders/${cart.cartKey}` }), 'not-found'],
  ['an order key as a cart key', () => ({ method: 'GET', path: `/carts/${order.orderKey}` }), 'not-found'],
  ['an id as a key', () => ({ method: 'GET', path: `/carts/${shop.newId()}` }), 'not-found'],
  [
    'a forged cart key that writes',
    () => ({ method: 'PUT', path: `/carts/${withDigit(cart.cartKey, 5)}/delivery`, body: { choice: 'standard' } }),
    'not-found'
  ],
  [
    'a forged order key that pays',
    () => ({ method: 'POST', path: `/orders/${withDigit(order.orderKey, 5)}/payments`, body: { handle: 'ok@mez' }, key: 'k' }),
    'not-found'
  ],
  ['a line of another cart', () => ({ method: 'DELETE', path: `${ready.path}/lines/${cart.lineId}` }), 'not-found'],
  ['a line that is no id', () => ({ method: 'DELETE', path: `${cart.path}/lines/first` }), 'not-found'],
  ['a path up and down', () => ({ method: 'GET', path: '/carts/..%2f..%2fetc' }), 'not-found'],
  ['a path with a broken escape', () => ({ method: 'GET', path: '/carts/%E0%A4%A' }), 'not-found'],
  ['a handle with a zero', () => ({ method: 'GET', path: '/products/%00' }), 'not-found'],
  ['a handle of half a character', () => ({ method: 'GET', path: '/products/%ED%A0%80' }), 'not-found'],
  ['a page before the first', () => ({ method: 'GET', path: '/products?page=-1' }), 'invalid'],
  ['a page beyond all', () => ({ method: 'GET', path: '/products?page=1e99' }), 'invalid'],
  ['two pages', () => ({ method: 'GET', path: '/products?page=1&page=2' }), 'invalid'],
  ['a filter that is not known', () => ({ method: 'GET', path: '/products?__proto__=1' }), 'invalid'],
  ['an order by nothing', () => ({ method: 'GET', path: '/products?sort=price;drop' }), 'invalid'],
  ['a price in words', () => ({ method: 'GET', path: '/products?minPriceMinor=cheap' }), 'invalid'],
  ['hundreds of variants at once', () => ({ method: 'GET', path: `/stock?${`variantId=${variantId}&`.repeat(200)}` }), 'invalid'],
  ['nothing in particular', () => ({ method: 'GET', path: '/stock' }), 'invalid'],
  ['an endpoint that is not there', () => ({ method: 'GET', path: '/customers' }), 'not-found'],
  ['the root', () => ({ method: 'GET', path: '' }), 'not-found']
];

describe('whatever comes in is refused with a code, in words, and writes no row', () => {
  let before: Record<string, number>;
  let versions: unknown;
  beforeAll(async () => {
    before = await rowCounts(shop);
    versions = await shop.db.selectFrom('cart').select(['id', 'version']).orderBy('id').execute();
  });

  for (const [what, sent, code] of cases) {
    test(what, async () => {
      const answer = await buyer.ask(sent());
      expect(answer.json).toMatchObject({ code });
      expect(answer.type).toBe('application/problem+json');
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(JSON.stringify(answer.json)).not.toMatch(/\bat .+:\d+|node_modules|select |insert |zod|Error:/);
    });
  }

  afterAll(async () => {
    expect(await rowCounts(shop)).toEqual(before);
    expect(await shop.db.selectFrom('cart').select(['id', 'version']).orderBy('id').execute()).toEqual(versions);
    expect(({} as Record<string, unknown>)['quantity']).toBeUndefined();
  });
});

test('searches of any kind are answered', async () => {
  for (const q of ['', ' ', "'", '%', '\\', '":*', '&|!()<->', 'मेज़', '\u0000', '🪔'.repeat(30), 'a'.repeat(120)]) {
    const answer = await buyer.ask({ method: 'GET', path: `/products?q=${encodeURIComponent(q)}` });
    expect(answer.status, q).toBe(200);
  }
});

test('a wrong field is pointed at', async () => {
  const answer = await buyer.ask(details({ email: 'x' }, { planet: 'Mars' }));
  expect(answer.json['errors']).toEqual([
    { pointer: '#/contact/email', message: 'give an e-mail address, as in rhea@example.com' },
    { pointer: '#/address/planet', message: 'is not known here' }
  ]);
});
