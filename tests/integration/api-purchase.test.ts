import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { aBuyer, ask, NODE, openApiShop, type Answer, type Buyer } from '../support/api-world.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aVariant, level } from '../support/makers.ts';
import { RHEA } from '../support/api-client.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

/** A whole purchase as a program makes it, each request once. @returns its answers in order */
async function purchase(there: TestShop, name: string): Promise<Answer[]> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 3 } });
  const answers: Answer[] = [];
  const step = async (method: string, path: string, body?: unknown, key?: string) => {
    answers.push(await ask(there, { method, path, body, ...(key && { key: `${key} ${name}` }) }));
    return answers.at(-1)!.json;
  };
  const { cartKey } = await step('POST', '/carts', { postcode: '560038' }, 'open');
  const cart = `/carts/${String(cartKey)}`;
  await step('POST', `${cart}/lines`, { variantId, quantity: 2 }, 'add');
  await step('PUT', `${cart}/details`, RHEA);
  const { ways } = (await step('GET', `${cart}/quotes`)) as { ways: { id: string; open: boolean; deliverUntil: string }[] };
  const standard = ways.find((way) => way.open && way.id === 'standard')!;
  const { version } = await step('PUT', `${cart}/delivery`, { choice: 'standard', deliverUntil: standard.deliverUntil });
  const { orderKey } = await step('POST', `${cart}/order`, { version, method: 'upi' }, 'place');
  await step('POST', `/orders/${String(orderKey)}/payments`, { handle: 'ok@mez' }, 'pay');
  return answers;
}

test('a guest goes from an empty cart to a paid order with nothing but the API', async () => {
  const answers = await purchase(shop, 'whole');
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200, 200, 201, 200]);
  expect(answers.at(-1)!.json).toEqual({ outcome: 'captured', reason: null, restMinor: null, actionUrl: null });
  const { orderKey } = answers[5]!.json;
  const order = await ask(shop, { method: 'GET', path: `/orders/${String(orderKey)}` });
  expect(order.json).toMatchObject({ life: 'confirmed', payBy: null, payment: { state: 'captured' } });
});

test('every request of a purchase sent again, each with its key, is answered the same and does nothing', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  const twice = async (method: string, path: string, body: unknown, key: string) => {
    const first = await ask(shop, { method, path, body, key });
    const again = await ask(shop, { method, path, body, key });
    expect({ status: again.status, json: again.json }).toEqual({ status: first.status, json: first.json });
    return first.json;
  };
  const { cartKey } = await twice('POST', '/carts', {}, 'twice open');
  const cart = `/carts/${String(cartKey)}`;
  await twice('POST', `${cart}/lines`, { variantId, quantity: 2 }, 'twice add');
  await ask(shop, { method: 'PUT', path: `${cart}/details`, body: RHEA });
  const { json } = await ask(shop, { method: 'PUT', path: `${cart}/delivery`, body: { choice: 'standard' } });
  const { orderKey, orderId } = await twice('POST', `${cart}/order`, { version: json['version'], method: 'upi' }, 'twice place');
  await twice('POST', `/orders/${String(orderKey)}/payments`, { handle: 'no@mez' }, 'twice declined');
  await twice('POST', `/orders/${String(orderKey)}/payments`, { handle: 'ok@mez' }, 'twice paid');
  const charges = shop.bank.charges.filter(({ key }) => key.includes(String(orderId)));
  expect(charges.map(({ key }) => key.split(':').at(-1))).toEqual(['1', '2']);
});

test('a purchase costs at most twenty statements', async () => {
  const statements: string[] = [];
  const counted = connect(shop.url, { max: 2, onStatement: (sql) => void statements.push(sql) });
  const there = { ...shop, db: counted };
  // Known postcodes stay in memory: the second purchase is any purchase.
  await purchase(there, 'warm');
  statements.length = 0;
  const answers = await purchase(there, 'counted');
  await counted.destroy();
  expect(answers.at(-1)!.json['outcome']).toBe('captured');
  expect(statements.length).toBeLessThanOrEqual(20);
});

test('a second step is answered with the whole address of the bank’s page, and the order shows it until it is done', async () => {
  const { path, orderId } = await buyer.order();
  const first = await ask(shop, { method: 'POST', path: `${path}/payments`, body: { handle: 'step@mez' }, key: buyer.key() });
  expect(first.json).toMatchObject({ outcome: 'action-required', actionUrl: `http://shop.test/bank/order:${orderId}:1` });
  expect(shop.bank.charges.at(-1)).toMatchObject({ returnUrl: path });
  expect((await ask(shop, { method: 'GET', path })).json).toMatchObject({ payment: { actionUrl: first.json['actionUrl'] } });
  shop.bank.approve(`order:${orderId}:1`);
  const next = await ask(shop, { method: 'POST', path: `${path}/payments`, body: { handle: 'step@mez' }, key: buyer.key() });
  expect(next.json).toMatchObject({ outcome: 'captured' });
  expect((await ask(shop, { method: 'GET', path })).json).toMatchObject({ payment: { state: 'captured', actionUrl: null } });
});

test('callers at two addresses who use the same key for their carts get two carts', async () => {
  const open = async (from: string) => (await ask(shop, { method: 'POST', path: '/carts', body: {}, key: '1', from })).json['cartKey'];
  expect(await open('203.0.113.1')).toBe(await open('203.0.113.1'));
  expect(await open('203.0.113.1')).not.toBe(await open('203.0.113.2'));
});

test('what the handle was cannot be found out from what is kept', async () => {
  const { path, orderKey } = await buyer.order('card');
  const handle = '4646464646460105';
  await ask(shop, { method: 'POST', path: `${path}/payments`, body: { handle }, key: 'card' });
  const tables = ['idempotency', 'payment', 'payment_transaction', 'event'] as const;
  for (const table of tables) {
    const kept = JSON.stringify(await shop.db.selectFrom(table).selectAll().execute());
    expect(kept).not.toContain(handle);
    expect(kept).not.toContain(orderKey);
  }
});

test('what many windows change of one cart at the same moment all counts', async () => {
  const { path, cartKey } = await buyer.cart();
  const variants = await Promise.all([1, 2, 3, 4].map(async () => aVariant(shop.db, { stock: { [NODE]: 5 } })));
  const before = await ask(shop, { method: 'GET', path });
  const all = await Promise.all([
    ...variants.map(async (variantId) =>
      ask(shop, { method: 'POST', path: `${path}/lines`, body: { variantId, quantity: 1 }, key: `window ${variantId}` })
    ),
    ...variants.map(async (_, i) => ask(shop, { method: 'PUT', path: `${path}/details`, body: { ...RHEA, note: `window ${i}` } }))
  ]);
  expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201, 200, 200, 200, 200]);
  const after = await ask(shop, { method: 'GET', path });
  expect(after.json['lines']).toHaveLength(5);
  expect(after.json['version']).toBe(Number(before.json['version']) + 8);
  const events = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `cart:${shop.keys.open('cart', cartKey)}`)
    .orderBy('version')
    .execute();
  expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 9 }, (_, i) => i + 2));
});

test('the same delivery chosen in two windows at the same moment holds the goods once', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  const { path } = await buyer.checkout(variantId, 2);
  const choose = async () => ask(shop, { method: 'PUT', path: `${path}/delivery`, body: { choice: 'standard' } });
  const answers = await Promise.all([choose(), choose(), choose()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 2, available: 3 });
});

test('the bank’s notice, a job and two presses of Pay at the same moment take the money once and say so once', async () => {
  const { path, orderId } = await buyer.order();
  const pay = async () => ask(shop, { method: 'POST', path: `${path}/payments`, body: { handle: 'ok@mez' }, key: 'pressed twice' });
  const told = await Promise.all([pay(), pay(), authorizePayment(shop, SYSTEM, { orderId }), authorizePayment(shop, SYSTEM, { orderId })]);
  expect(told.slice(0, 2).map((answer) => ('json' in answer ? answer.json['outcome'] : ''))).toEqual(['captured', 'captured']);
  expect(shop.bank.charges.filter(({ key }) => key.includes(orderId))).toHaveLength(1);
  const events = await shop.db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute();
  expect(events.map(({ type }) => type)).toEqual([
    'order.placed',
    'promise.committed',
    'payment.captured',
    'order.confirmed',
    'fo.released'
  ]);
});
