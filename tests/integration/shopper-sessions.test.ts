import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sessionHandle } from '#lib/server/session-adapter.ts';
import { GUEST, SHOPPER_COOKIE, signIn, signOut, STAFF_COOKIE, visitorFrom } from '#lib/server/session.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { aPage, aProcess } from '#tests/support/live.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, cookieOf } from '#tests/support/staff.ts';

const PHONE = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let shop: TestShop;
let rhea: Customer;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());
beforeEach(async () => {
  rhea = await aCustomer(shop);
});

const who = async (cookie: string | null, more: { userAgent?: string; atWork?: boolean } = {}) => visitorFrom({ cookie, ...more }, shop.db);
const sessions = async () => shop.db.selectFrom('user_session').selectAll().where('user_id', '=', rhea.customerId).execute();
const set = async (change: Partial<Record<'created_at' | 'expires_at' | 'last_seen_at' | 'fresh_at', Date>>) =>
  shop.db.updateTable('user_session').set(change).where('user_id', '=', rhea.customerId).execute();

test('whoever holds the cookie is that shopper, on the device that the browser says it is on', async () => {
  const cookie = await signIn(shop.db, rhea.customerId, { door: 'shopper', broughtAlong: null, userAgent: PHONE });
  expect(cookie).toMatchObject({
    name: '__Host-session',
    value: expect.stringMatching(/^[\w-]{43}$/) as string,
    attributes: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 180 * 86_400 }
  });
  const visitor = await who(`${SHOPPER_COOKIE}=${cookie.value}`, { userAgent: PHONE });
  const { customerId, name } = rhea;
  expect(visitor.actor).toEqual({ role: 'shopper', channel: 'web', customerId, name, device: 'phone' });
  expect(visitor.session).toEqual({ name: sessionHandle(cookie.value), fresh: true });
  expect(await sessions()).toMatchObject([{ id: sessionHandle(cookie.value), label: 'Chrome on Android' }]);
});

test('a guest has a device too, and no session', async () => {
  expect(await who(null, { userAgent: PHONE })).toEqual({ actor: { ...GUEST, device: 'phone' }, session: undefined });
});

test('the two kinds of cookies do not open each other’s door', async () => {
  const asha = await aPerson(shop, 'manager');
  const [shopping, working] = [await shopperCookie(shop, rhea), await cookieOf(shop, asha)];
  const [mine, hers] = [shopping.split('=')[1], working.split('=')[1]];
  expect((await who(`${STAFF_COOKIE}=${mine}`)).actor).toEqual(GUEST);
  expect((await who(`${SHOPPER_COOKIE}=${hers}`)).actor).toEqual(GUEST);
});

test('who has both is the staff at work and the shopper in the shop', async () => {
  const asha = await aPerson(shop, 'manager');
  const both = `${await shopperCookie(shop, rhea)}; ${await cookieOf(shop, asha)}`;
  expect((await who(both)).actor).toMatchObject({ customerId: rhea.customerId });
  expect((await who(both, { atWork: true })).actor).toMatchObject({ userId: asha.userId });
});

test('thirty days without a visit end a session, a visit in their second half renews them, half a year ends it for good', async () => {
  const cookie = await shopperCookie(shop, rhea);
  const ends = async () => ((await sessions())[0]?.expires_at.getTime() ?? 0) - Date.now();
  expect(await ends()).toBeGreaterThan(29.9 * DAY);
  await set({ expires_at: new Date(Date.now() + 14 * DAY) });
  expect((await who(cookie)).actor).toMatchObject({ customerId: rhea.customerId });
  expect(await ends()).toBeGreaterThan(29.9 * DAY);
  await set({ created_at: new Date(Date.now() - 179.9 * DAY) });
  expect((await who(cookie)).actor).toMatchObject({ customerId: rhea.customerId });
  await set({ created_at: new Date(Date.now() - 180.1 * DAY) });
  expect((await who(cookie)).actor).toEqual(GUEST);
  const again = await shopperCookie(shop, rhea);
  await set({ expires_at: new Date(Date.now() - 1_000) });
  expect((await who(again)).actor).toEqual(GUEST);
});

test('a visit is noted once in five minutes, and the proof of who it is is fresh for five', async () => {
  const cookie = await shopperCookie(shop, rhea);
  const seen = async () => (await sessions())[0]?.last_seen_at.getTime() ?? 0;
  const lately = new Date(Date.now() - 4 * MINUTE);
  await set({ last_seen_at: lately, fresh_at: lately });
  expect((await who(cookie)).session?.fresh).toBe(true);
  expect(await seen()).toBe(lately.getTime());
  const earlier = new Date(Date.now() - 6 * MINUTE);
  await set({ last_seen_at: earlier, fresh_at: earlier });
  expect((await who(cookie)).session?.fresh).toBe(false);
  expect(await seen()).toBeGreaterThan(Date.now() - MINUTE);
});

test('signing in gives a new secret and ends the session that was brought along; signing out ends it and empties the cookie', async () => {
  const before = await shopperCookie(shop, rhea);
  const { name, value } = await signIn(shop.db, rhea.customerId, { door: 'shopper', broughtAlong: before });
  expect(before).not.toContain(value);
  expect((await who(before)).actor).toEqual(GUEST);
  const after = `${name}=${value}`;
  expect(await signOut(shop.db, 'shopper', after)).toMatchObject({ name: SHOPPER_COOKIE, value: '', attributes: { maxAge: 0 } });
  expect((await who(after)).actor).toEqual(GUEST);
  expect(await sessions()).toEqual([]);
});

test('who left the shop is nobody any more, whatever session there was', async () => {
  const cookie = await shopperCookie(shop, rhea);
  await shop.db.updateTable('app_user').set({ ended_at: shop.now() }).where('id', '=', rhea.customerId).execute();
  expect((await who(cookie)).actor).toEqual(GUEST);
  // Nor does one help that was begun in the same moment as they left.
  expect((await who(await shopperCookie(shop, rhea))).actor).toEqual(GUEST);
});

test('a session that was ended loses its open pages within five seconds; another device of the same shopper stays', async () => {
  const one = await aProcess(shop);
  const [lost, kept] = [await shopperCookie(shop, rhea), await shopperCookie(shop, rhea)];
  const [phone, computer] = [lost, kept].map((cookie) => aPage(one.url, { origin: one.url, cookie }));
  await Promise.all([phone!, computer!].map(async ({ socket }) => new Promise<void>((on) => socket.once('connect', on))));
  const out = new Promise<string>((reason) => phone!.socket.once('disconnect', reason));
  const began = performance.now();
  await signOut(shop.db, 'shopper', lost);
  expect(await out).toBe('io server disconnect');
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(computer!.socket.connected).toBe(true);
  for (const page of [phone!, computer!]) page.close();
  await one.stop();
});
