import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sessionHandle } from '#lib/server/session-adapter.ts';
import { visitorFrom, GUEST, signIn, signOut, STAFF_COOKIE } from '#lib/server/session.ts';
import { NOBODYS_HASH } from '#lib/server/passwords.ts';
import { signInWithPassword } from '#lib/server/sign-in.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, cookieOf, PASSWORD, type Person } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
const HOUR = 3_600_000;
let shop: TestShop;
let asha: Person;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());
beforeEach(async () => {
  asha = await aPerson(shop, 'associate', here);
});

const tryIt = (given: { email?: string; password?: string; address?: string; broughtAlong?: string | null }) =>
  signInWithPassword(shop, { email: asha.email, password: PASSWORD, address: shop.newId(), broughtAlong: null, ...given });
const sessions = (userId: string) => shop.db.selectFrom('user_session').selectAll().where('user_id', '=', userId).execute();
const actorFrom = async (cookie: string | null | undefined, db: TestShop['db']) => (await visitorFrom({ cookie }, db)).actor;
const header = (value: string) => `${STAFF_COOKIE}=${value}`;
const moveBack = async (userId: string, change: { created_at?: Date; expires_at?: Date }) =>
  shop.db.updateTable('user_session').set(change).where('user_id', '=', userId).execute();

test('who signs in is who they are, where they stand, and the cookie is one that only this host gets back', async () => {
  const { cookie, role } = await tryIt({ email: asha.email.toUpperCase() });
  expect(role).toBe('associate');
  expect(cookie).toMatchObject({
    name: '__Host-staff',
    attributes: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 12 * 3600 }
  });
  expect(cookie.value).toMatch(/^[\w-]{43}$/);
  const { userId, name } = asha;
  expect(await actorFrom(header(cookie.value), shop.db)).toEqual({ role: 'associate', userId, name, nodeId: here, channel: 'pos' });
  expect(await actorFrom(`other=1; ${header(cookie.value)}; more=2`, shop.db)).toMatchObject({ userId });
});

test('the table holds no secret: what is stored there opens nothing', async () => {
  const { cookie } = await tryIt({});
  const [stored] = await sessions(asha.userId);
  expect(stored?.id).toBe(sessionHandle(cookie.value));
  expect(stored?.id).not.toContain(cookie.value);
  for (const guess of [stored?.id ?? '', stored?.id.slice(3) ?? '']) expect(await actorFrom(header(guess), shop.db)).toEqual(GUEST);
});

test.each([
  null,
  undefined,
  '',
  'nonsense',
  '=',
  ';;;',
  header(''),
  header('short'),
  header('A'.repeat(43)),
  header("'; drop table x"),
  header('é'.repeat(43)),
  header('A'.repeat(9000)),
  `x${header('A'.repeat(43))}`
])('the cookie header %j makes a guest', async (odd) => {
  expect(await actorFrom(odd, shop.db)).toEqual(GUEST);
});

test('a wrong password, an unknown account and a shopper are told the same', async () => {
  const shopper = await aPerson(shop, 'shopper');
  const outcomes = await Promise.all(
    [{ password: 'wrong' }, { email: 'nobody@mez.example' }, { email: shopper.email }].map(async (given) =>
      tryIt(given).catch((fault: unknown) => fault)
    )
  );
  for (const outcome of outcomes) expect(outcome).toMatchObject({ name: 'Refusal', code: 'sign-in-refused', message: 'sign-in-refused' });
  expect(await sessions(shopper.userId)).toEqual([]);
});

test('an unknown account costs as much work as a known one', async () => {
  const costs = (text: string) => text.split('$').slice(0, 4).join('$');
  expect(costs(NOBODYS_HASH)).toBe(costs(await hash('x')));
  expect(costs(NOBODYS_HASH)).toBe('$argon2id$v=19$m=19456,t=2,p=1');
});

test(
  'five wrong passwords close the account for a while, to the right one as well; others may still come in',
  { timeout: 30_000 },
  async () => {
    const outcomes: unknown[] = [];
    for (let n = 0; n < 6; n++)
      outcomes.push(await tryIt({ password: 'wrong' }).catch((fault: unknown) => (fault as { code: string }).code));
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'sign-in-refused'), 'too-many-requests']);
    await expect(tryIt({})).rejects.toMatchObject({ code: 'too-many-requests' });
    await expect(tryIt({ email: asha.email.toUpperCase() })).rejects.toMatchObject({ code: 'too-many-requests' });
    const meera = await aPerson(shop, 'support');
    expect(await tryIt({ email: meera.email })).toMatchObject({ role: 'support' });
  }
);

test('who knows the password may come in as often as they like', { timeout: 30_000 }, async () => {
  for (let n = 0; n < 8; n++) expect(await tryIt({ address: 'till-2' })).toMatchObject({ role: 'associate' });
});

test('one address may not try many accounts', { timeout: 30_000 }, async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 55 }, async (_, n) =>
      tryIt({ email: `guess-${n}@mez.example`, address: '203.0.113.9' }).catch((fault: unknown) => (fault as { code: string }).code)
    )
  );
  expect(outcomes.filter((code) => code === 'too-many-requests')).toHaveLength(5);
  await expect(tryIt({ address: '203.0.113.9' })).rejects.toMatchObject({ code: 'too-many-requests' });
});

test('signing in gives a new secret and ends the session that was brought along', async () => {
  const before = await cookieOf(shop, asha);
  const { cookie } = await tryIt({ broughtAlong: before });
  expect(before).not.toContain(cookie.value);
  expect(await actorFrom(before, shop.db)).toEqual(GUEST);
  expect(await sessions(asha.userId)).toHaveLength(1);
});

test('a secret that somebody else chose is never taken over', async () => {
  const planted = 'A'.repeat(43);
  const { cookie } = await tryIt({ broughtAlong: header(planted) });
  expect(cookie.value).not.toBe(planted);
  expect(await actorFrom(header(planted), shop.db)).toEqual(GUEST);
});

test('signing out ends the session on our side and empties the cookie', async () => {
  const mine = await cookieOf(shop, asha);
  const another = await cookieOf(shop, asha);
  expect(await signOut(shop.db, 'staff', mine)).toMatchObject({
    name: STAFF_COOKIE,
    value: '',
    attributes: { maxAge: 0, path: '/', secure: true }
  });
  expect(await actorFrom(mine, shop.db)).toEqual(GUEST);
  expect(await actorFrom(another, shop.db)).toMatchObject({ userId: asha.userId });
  expect(await signOut(shop.db, 'staff', null)).toMatchObject({ value: '' });
});

test('an hour without a touch ends a session, and a touch in its second half renews it', async () => {
  const mine = await cookieOf(shop, asha);
  await moveBack(asha.userId, { expires_at: new Date(Date.now() + HOUR / 3) });
  expect(await actorFrom(mine, shop.db)).toMatchObject({ userId: asha.userId });
  const [renewed] = await sessions(asha.userId);
  expect((renewed?.expires_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(HOUR * 0.9);
  await moveBack(asha.userId, { expires_at: new Date(Date.now() - 1000) });
  expect(await actorFrom(mine, shop.db)).toEqual(GUEST);
  expect(await sessions(asha.userId)).toEqual([]);
});

test('twelve hours end a session however busy it was', async () => {
  const mine = await cookieOf(shop, asha);
  await moveBack(asha.userId, { created_at: new Date(Date.now() - 11.99 * HOUR) });
  expect(await actorFrom(mine, shop.db)).toMatchObject({ userId: asha.userId });
  await moveBack(asha.userId, { created_at: new Date(Date.now() - 12.01 * HOUR) });
  expect(await actorFrom(mine, shop.db)).toEqual(GUEST);
});

test('another role, another place and leaving end every session; another name does not', async () => {
  await aPerson(shop, 'associate', 'bom-bandra');
  const mine = await cookieOf(shop, asha);
  await shop.db.updateTable('app_user').set({ name: 'Asha Rao', role: 'associate' }).where('id', '=', asha.userId).execute();
  expect(await actorFrom(mine, shop.db)).toMatchObject({ role: 'associate', name: 'Asha Rao' });
  for (const change of [{ role: 'warehouse' as const }, { node_id: 'bom-bandra' }, { ended_at: new Date() }]) {
    const cookie = await cookieOf(shop, asha);
    await shop.db.updateTable('app_user').set(change).where('id', '=', asha.userId).execute();
    expect(await actorFrom(cookie, shop.db)).toEqual(GUEST);
    expect(await sessions(asha.userId)).toEqual([]);
  }
});

test('signing in sweeps away what has run out', async () => {
  await signIn(shop.db, asha.userId, { door: 'staff', broughtAlong: null });
  await moveBack(asha.userId, { expires_at: new Date(Date.now() - HOUR) });
  await signIn(shop.db, asha.userId, { door: 'staff', broughtAlong: null });
  expect(await sessions(asha.userId)).toHaveLength(1);
});
