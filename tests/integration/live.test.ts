import { connect as connectTcp } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { EARS } from '#db/listen.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import type { Shop } from '#lib/server/shop.ts';
import { APART_MS } from '#realtime/pages.ts';
import { aCheckout } from '../support/checkout.ts';
import { aPage, aProcess, handshake, type LivePage, type WebProcess } from '../support/live.ts';
import { asha, aVariant, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const STORE = 'blr-indiranagar';
const WAREHOUSE = 'blr-domlur';

let shop: TestShop;
let one: WebProcess;
let other: WebProcess;
const pages: LivePage[] = [];

beforeAll(async () => {
  shop = await openShop();
  [one, other] = await Promise.all([aProcess(shop), aProcess(shop)]);
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await shop.close();
});

function open(process: WebProcess): LivePage {
  const page = aPage(process.url);
  pages.push(page);
  return page;
}

const receive = async (at: Shop, variantId: string, quantity = 1) =>
  receiveStock(at, asha, { variantId, quantity, reason: 'delivery', key: shop.newId() });
const heard = async (page: LivePage, available: number, within = 1_000) =>
  vi.waitFor(() => expect(page.stock.at(-1)?.available).toBe(available), { timeout: within, interval: 5 });

test('a change made in one process reaches the pages of both within a second, with the whole present state', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 3, [WAREHOUSE]: 4 } });
  const [here, there] = [open(one), open(other)];
  const loaded = {
    ok: [
      {
        variantId,
        version: 2,
        available: 7,
        nodes: [
          { nodeId: WAREHOUSE, available: 4 },
          { nodeId: STORE, available: 3 }
        ]
      }
    ]
  };
  expect(await here.watchStock(variantId)).toMatchObject(loaded);
  expect(await there.watchStock(variantId)).toMatchObject(loaded);

  await receive(one.shop, variantId, 5);
  await Promise.all([heard(here, 12), heard(there, 12)]);
  expect(there.stock.at(-1)).toEqual({
    variantId,
    version: 3,
    available: 12,
    nodes: [
      { nodeId: WAREHOUSE, available: 4 },
      { nodeId: STORE, available: 8 }
    ],
    at: expect.stringMatching(/^20\d\d-.*Z$/)
  });
  await receive(other.shop, variantId);
  await Promise.all([heard(here, 13), heard(there, 13)]);
});

test('many changes come as few messages, never backwards, and end with the truth', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 0 } });
  const page = open(one);
  await page.watchStock(variantId);
  const began = performance.now();
  for (let i = 0; i < 80; i++) await receive(i % 2 ? one.shop : other.shop, variantId);
  await heard(page, 80);
  const versions = page.stock.map((snapshot) => snapshot.version);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(new Set(versions).size).toBe(versions.length);
  expect(versions.length).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - began) / APART_MS));
});

test('a page hears only of what it watches, and no more when it looks away', async () => {
  const [watched, left, never] = await Promise.all([1, 2, 3].map(async () => aVariant(shop.db, { stock: { [STORE]: 1 } })));
  const page = open(one);
  await page.watchStock(watched!, left!);
  await page.socket.emitWithAck('stock.unwatch', { variantIds: [left!] });
  await receive(other.shop, never!);
  await receive(other.shop, left!);
  await receive(other.shop, watched!);
  await heard(page, 2);
  expect(page.stock.map((snapshot) => snapshot.variantId)).toEqual([watched]);
});

test('a page that was cut off asks when it is back and gets the present state, though every message was lost', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 1 } });
  const page = open(one);
  await page.watchStock(variantId);
  page.socket.io.engine.close();
  page.socket.disconnect();
  await receive(other.shop, variantId, 9);
  page.socket.connect();
  expect(await page.watchStock(variantId)).toMatchObject({ ok: [{ variantId, version: 2, available: 10 }] });
  await receive(other.shop, variantId);
  await heard(page, 11);
});

test('a process whose ears were cut off tells its pages what they missed as soon as it hears again', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 1 } });
  const page = open(one);
  await page.watchStock(variantId);
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = ${EARS}`;
  expect((await cut.execute(shop.db)).rows).toHaveLength(2);
  await receive(other.shop, variantId, 5);
  await heard(page, 6, 4_000);
});

test('an order is watched with its key only: guesses, foreign keys and ids are refused, and nothing of it is heard', async () => {
  const variantId = await aVariant(shop.db, { stock: { [WAREHOUSE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  const [mine, strangers] = [open(one), open(other)];
  expect(await mine.watchOrder(orderKey)).toEqual({ ok: { orderId, version: 2, at: shop.now().toISOString() } });
  const guesses = [orderId, `order:${orderId}`, accessKeys('another secret').make('order', orderId), shop.keys.make('cart', orderId), ''];
  for (const guess of guesses) expect(await strangers.watchOrder(guess)).toEqual({ refused: 'not-found' });
  expect(await strangers.watchOrder(shop.keys.make('order', shop.newId()))).toEqual({ refused: 'not-found' });

  await authorizePayment(other.shop, shopper, { orderKey, handle: 'ok@mez' });
  await vi.waitFor(() => expect(mine.orders.at(-1)).toMatchObject({ orderId }), SOON);
  await vi.waitFor(async () => {
    const { version: now } = await shop.db.selectFrom('orders').select('version').where('id', '=', orderId).executeTakeFirstOrThrow();
    expect(mine.orders.at(-1)?.version).toBe(now);
  }, SOON);
  expect(strangers.orders).toEqual([]);
});

test('only pages of our own come in: a foreign Origin and a missing one are refused', async () => {
  expect(await handshake(one.url, { origin: one.url })).toBe('in');
  expect(await handshake(one.url, { origin: 'https://evil.example' })).toBe('websocket error');
  expect(await handshake(one.url, { origin: other.url })).toBe('websocket error');
  expect(await handshake(one.url, {})).toBe('websocket error');
});

test('a connection that is no websocket of ours is ended, not kept', async () => {
  const { port } = new URL(one.url);
  const socket = connectTcp(Number(port), '127.0.0.1');
  socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await new Promise((ended) =>
    socket
      .on('close', ended)
      .on('error', () => undefined)
      .resume()
  );
  const polling = await fetch(`${one.url}/live/?EIO=4&transport=polling`, { headers: { origin: one.url } });
  expect(polling.status).toBe(400);
});

test.each([
  ['nothing', undefined],
  ['a string', 'variant'],
  ['an id that is none', { variantIds: ['bowl'] }],
  ['no id', { variantIds: [] }],
  ['a room of somebody', { variantIds: ['0199f0a0-0000-7000-8000-000000000001'], room: 'order:7' }],
  ['more than we keep an eye on', { variantIds: Array.from({ length: 201 }, () => '0199f0a0-0000-7000-8000-000000000001') }]
])('%s is no message that we understand', async (_, payload) => {
  const page = open(one);
  expect(await page.socket.emitWithAck('stock.watch', payload as never)).toEqual({ refused: 'invalid' });
});

test('a connection may watch two hundred things, and one more is one too many', async () => {
  const page = open(one);
  const ids = Array.from({ length: 201 }, () => shop.newId());
  expect(await page.watchStock(...ids.slice(0, 200))).toEqual({ ok: [] });
  expect(await page.watchStock(...ids.slice(0, 200))).toEqual({ ok: [] });
  expect(await page.watchStock(ids[200]!)).toEqual({ refused: 'too-many' });
});

test('who talks too much is told so, who floods is put out, and everybody else is served meanwhile', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 1 } });
  const [loud, calm] = [open(one), open(one)];
  await calm.watchStock(variantId);
  const answers = await Promise.all(Array.from({ length: 40 }, async () => loud.watchStock(variantId)));
  expect(answers.filter((answer) => 'ok' in answer)).toHaveLength(30);
  expect(answers.filter((answer) => 'refused' in answer && answer.refused === 'too-many-requests')).toHaveLength(10);
  const out = new Promise((left) => loud.socket.once('disconnect', left));
  for (let i = 0; i < 300; i++) loud.socket.emit('stock.watch', { variantIds: [variantId] }, () => undefined);
  expect(await out).toBe('io server disconnect');
  await receive(one.shop, variantId);
  await heard(calm, 2);
});

test('a message above sixty-four kilobytes ends its connection', async () => {
  const page = open(one);
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  const out = new Promise((left) => page.socket.once('disconnect', left));
  page.socket.emit('order.watch', { orderKey: 'x'.repeat(66_000) }, () => undefined);
  expect(await out).toBe('transport close');
});
