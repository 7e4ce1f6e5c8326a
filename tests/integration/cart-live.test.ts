import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import type { CartOperation } from '#lib/commerce/cart/operations.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { aCheckout } from '../support/checkout.ts';
import { aGrant } from '../support/grants.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '../support/live.ts';
import { aCart, aVariant, contact, address, shopper } from '../support/makers.ts';
import { aPerson, cookieOf } from '../support/staff.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const STORE = 'blr-indiranagar';
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

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

function open(process: WebProcess, headers: Record<string, string> = {}): LivePage {
  const page = aPage(process.url, { origin: process.url, ...headers });
  pages.push(page);
  return page;
}
const adding = (variantId: string, quantity = 1): CartOperation => ({
  id: randomUUID(),
  baseVersion: 1,
  madeAt: '2026-11-25T05:00:00Z',
  kind: 'add',
  variantId,
  pickupNodeId: null,
  quantity
});
const apply = async (page: LivePage, cartKey: string, ...operations: CartOperation[]) =>
  page.socket.timeout(5_000).emitWithAck('cart.apply', { cartKey, operations });
const version = (page: LivePage) => page.carts.at(-1)?.version;

test('what is changed on one device is on the other within a second, whole, with its author, in whatever process', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  const asha = await aPerson(shop, 'associate', STORE);
  const claim = await aGrant(shop, { cartId, kind: 'claim', label: 'till 2', userId: asha.userId });
  const till = open(other, { cookie: await cookieOf(shop, asha) });
  till.socket.auth = { atWork: true };
  till.socket.disconnect().connect();
  const phone = open(one, { 'user-agent': PHONE });
  expect(await phone.watchCart(cartKey)).toMatchObject({ ok: { cartId, version: 1, lines: [], latest: null } });
  expect(await till.watchCart(claim.key)).toMatchObject({ ok: { version: 1 } });

  const first = adding(lamp, 2);
  expect(await apply(till, claim.key, first)).toMatchObject({ ok: { outcomes: [{ id: first.id, outcome: 'applied' }] } });
  await vi.waitFor(() => expect(version(phone)).toBe(2), SOON);
  expect(phone.carts.at(-1)).toMatchObject({
    lines: [{ variantId: lamp, quantity: 2, by: { role: 'staff', name: asha.name, nodeId: STORE } }],
    latest: { id: first.id, words: expect.stringMatching(/^added 2 × Thing/) },
    done: [first.id]
  });
  await apply(phone, cartKey, adding(lamp));
  await vi.waitFor(() => expect(till.carts.at(-1)?.lines).toMatchObject([{ quantity: 3 }]), SOON);
  expect(JSON.stringify([phone.carts, till.carts])).not.toContain(shop.keys.make('cart', cartId));
});

test('versions only grow, and the last message is the truth', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 99 } });
  const { cartKey } = await aCart(shop);
  const [here, there] = [open(one), open(other)];
  await Promise.all([here.watchCart(cartKey), there.watchCart(cartKey)]);
  for (let n = 0; n < 10; n++) await Promise.all([apply(here, cartKey, adding(lamp)), apply(there, cartKey, adding(lamp))]);
  await vi.waitFor(() => expect([version(here), version(there)]).toEqual([21, 21]), SOON);
  for (const page of [here, there]) {
    const heard = page.carts.map((cart) => cart.version);
    expect(heard).toEqual([...new Set(heard)].toSorted((a, b) => a - b));
  }
  expect(here.carts.at(-1)?.lines).toMatchObject([{ quantity: 20 }]);
});

test('a device that was cut off asks when it is back and gets the present state', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartKey } = await aCart(shop);
  const page = open(one);
  await page.watchCart(cartKey);
  page.socket.disconnect();
  await addToCart(other.shop, shopper, { cartKey, variantId: lamp, quantity: 4, key: 'k' });
  page.socket.connect();
  expect(await page.watchCart(cartKey)).toMatchObject({ ok: { version: 2, lines: [{ quantity: 4 }] } });
});

test('no word of who buys or where it goes; only the owner is told which order it became', async () => {
  const lamp = await aVariant(shop.db, { stock: { 'blr-domlur': 9 } });
  const { cartId, cartKey, version: seen } = await aCheckout(shop, [{ variantId: lamp, quantity: 1 }]);
  const link = await aGrant(shop, { cartId, may: 'view' });
  const [owner, friend] = [open(one), open(other)];
  await Promise.all([owner.watchCart(cartKey), friend.watchCart(link.key)]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version: seen, method: 'cash_on_delivery', key: 'k' });
  await vi.waitFor(() => expect([owner.carts.at(-1)?.state, friend.carts.at(-1)?.state]).toEqual(['placed', 'placed']), SOON);
  expect(await owner.watchCart(cartKey)).toMatchObject({ ok: { state: 'placed', orderKey } });
  const toFriend = await friend.watchCart(link.key);
  expect(toFriend).toMatchObject({ ok: { state: 'placed' } });
  expect(JSON.stringify([toFriend, friend.carts, owner.carts])).not.toContain(orderKey);
  const told = JSON.stringify([toFriend, friend.carts, owner.carts, owner.here, friend.here]);
  for (const secret of [contact.email, contact.name, contact.phone, address.line1]) expect(told).not.toContain(secret);
});

test('foreign, forged and view-only keys', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  const page = open(one);
  expect(await page.watchCart('A'.repeat(43))).toEqual({ refused: 'not-found' });
  expect(await page.watchCart(shop.keys.make('order', cartId))).toEqual({ refused: 'not-found' });
  expect(await page.watchCart(shop.keys.make('cart', shop.newId()))).toEqual({ refused: 'not-found' });
  const view = await aGrant(shop, { cartId, may: 'view' });
  expect(await apply(page, view.key, adding(lamp))).toEqual({ refused: 'not-allowed' });
  const till = await aGrant(shop, { cartId, kind: 'claim', userId: (await aPerson(shop, 'associate', STORE)).userId });
  expect(await page.watchCart(till.key)).toEqual({ refused: 'not-found' });
  expect(await apply(page, cartKey, { ...adding(lamp), quantity: -1 } as CartOperation)).toEqual({ refused: 'invalid' });
  expect(await page.watchCart(cartKey)).toMatchObject({ ok: { version: 1 } });
});

test('whose key was taken back is told so and hears no more within five seconds', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  const link = await aGrant(shop, { cartId });
  const [owner, friend] = [open(one), open(other)];
  await Promise.all([owner.watchCart(cartKey), friend.watchCart(link.key)]);
  await vi.waitFor(() => expect(owner.here.at(-1)).toMatchObject([{ role: 'link' }]), SOON);
  const out = new Promise<{ cartId: string }>((told) => friend.socket.once('cart.taken_back', told));
  await link.revoke();
  const began = performance.now();
  expect(await out).toEqual({ cartId });
  expect(performance.now() - began).toBeLessThan(5_000);
  await apply(owner, cartKey, adding(lamp));
  await vi.waitFor(() => expect(version(owner)).toBe(2), SOON);
  expect(friend.carts).toEqual([]);
  await vi.waitFor(() => expect(owner.here.at(-1)).toEqual([]), SOON);
});

test('each is told who else is there, on what and where, and that they left', async () => {
  const { cartId, cartKey } = await aCart(shop);
  const asha = await aPerson(shop, 'associate', STORE);
  const claim = await aGrant(shop, { cartId, kind: 'claim', label: 'till 2', userId: asha.userId });
  const cookie = await cookieOf(shop, asha);
  const [phone, laptop] = [open(one, { 'user-agent': PHONE }), open(other)];
  await phone.watchCart(cartKey);
  await laptop.watchCart(cartKey);
  await vi.waitFor(() => expect(laptop.here.at(-1)).toMatchObject([{ role: 'owner', label: '', device: 'phone', nodeName: null }]), SOON);
  await vi.waitFor(() => expect(phone.here.at(-1)).toHaveLength(1), SOON);

  const till = aPage(other.url, { origin: other.url, cookie });
  till.socket.auth = { atWork: true };
  till.socket.disconnect().connect();
  await till.watchCart(claim.key);
  const seen = { role: 'staff', label: asha.name, terminal: 'till 2', nodeName: STORE, since: expect.stringMatching(/^20.*Z$/) };
  await vi.waitFor(() => expect(phone.here.at(-1)).toMatchObject([{ role: 'owner' }, seen]), SOON);
  expect(JSON.stringify(phone.here)).not.toContain(asha.userId);
  till.close();
  await vi.waitFor(() => expect(phone.here.at(-1)).toHaveLength(1), SOON);
  await laptop.socket.emitWithAck('cart.unwatch', { cartKey });
  await vi.waitFor(() => expect(phone.here.at(-1)).toEqual([]), SOON);
});

test('who was at a process that died without a word is gone within ten seconds', async () => {
  const { cartId, cartKey } = await aCart(shop);
  const page = open(one);
  await page.watchCart(cartKey);
  const visitor = { label: '', role: 'owner', terminal: null, device: 'phone', nodeId: null };
  const dead = { id: shop.newId(), cart_id: cartId, visitor: JSON.stringify(visitor), since: new Date(), seen_at: new Date() };
  await shop.db.insertInto('cart_presence').values(dead).execute();
  await vi.waitFor(() => expect(page.here.at(-1)).toHaveLength(1), SOON);
  const began = performance.now();
  await vi.waitFor(() => expect(page.here.at(-1)).toEqual([]), SOON);
  expect(performance.now() - began).toBeLessThan(10_000);
  await sql`delete from cart_presence where id = ${dead.id}`.execute(shop.db);
}, 60_000);
