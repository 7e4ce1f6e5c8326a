import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signOut } from '#lib/server/session.ts';
import { aPage, aProcess, handshake, type LivePage, type WebProcess } from '../support/live.ts';
import { aPerson, cookieOf } from '../support/staff.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const STORE = 'blr-indiranagar';
const WITHIN_MS = 5_000;

let shop: TestShop;
let one: WebProcess;
const pages: LivePage[] = [];
beforeAll(async () => {
  shop = await openShop();
  one = await aProcess(shop);
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});
afterAll(async () => {
  await one.stop();
  await shop.close();
});

async function open(cookie?: string): Promise<LivePage> {
  const page = aPage(one.url, { origin: one.url, ...(cookie && { cookie }) });
  pages.push(page);
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  return page;
}
const putOut = async (page: LivePage): Promise<string> => new Promise((reason) => page.socket.once('disconnect', reason));

test('who signs out loses the open connections of that session within five seconds; guests and other sessions stay', async () => {
  const asha = await aPerson(shop, 'associate', STORE);
  const [cookie, elsewhere] = [await cookieOf(shop, asha), await cookieOf(shop, asha)];
  const [till, phone, guest] = [await open(cookie), await open(elsewhere), await open()];
  const out = putOut(till);
  const began = performance.now();
  await signOut(shop.db, 'staff', cookie);
  expect(await out).toBe('io server disconnect');
  expect(performance.now() - began).toBeLessThan(WITHIN_MS);
  expect([phone.socket.connected, guest.socket.connected]).toEqual([true, true]);
});

test('who is given another role or another place loses the connections made as who they were', async () => {
  const [asha, ravi] = [await aPerson(shop, 'manager'), await aPerson(shop, 'associate', STORE)];
  const outs = [putOut(await open(await cookieOf(shop, asha))), putOut(await open(await cookieOf(shop, ravi)))];
  await shop.db.updateTable('app_user').set({ role: 'support' }).where('id', '=', asha.userId).execute();
  await aPerson(shop, 'associate', 'bom-bandra');
  await shop.db.updateTable('app_user').set({ node_id: 'bom-bandra' }).where('id', '=', ravi.userId).execute();
  expect(await Promise.all(outs)).toEqual(['io server disconnect', 'io server disconnect']);
});

test('a session has five live pages, and the sixth is told why it has none', async () => {
  const cookie = await cookieOf(shop, await aPerson(shop, 'manager'));
  for (let i = 0; i < 5; i++) await open(cookie);
  expect(await handshake(one.url, { origin: one.url, cookie })).toBe('too-many');
  pages.pop()?.close();
  await expect.poll(() => handshake(one.url, { origin: one.url, cookie })).toBe('in');
});

test('being asked about does not keep a session alive', async () => {
  const asha = await aPerson(shop, 'manager');
  const cookie = await cookieOf(shop, asha);
  const page = await open(cookie);
  const out = putOut(page);
  const soon = new Date(Date.now() + 1_000);
  await shop.db.updateTable('user_session').set({ expires_at: soon }).where('user_id', '=', asha.userId).execute();
  expect(await out).toBe('io server disconnect');
  const session = await shop.db
    .selectFrom('user_session')
    .select('expires_at')
    .where('user_id', '=', asha.userId)
    .executeTakeFirstOrThrow();
  expect(session.expires_at).toEqual(soon);
});
