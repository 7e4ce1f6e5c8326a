import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handle } from '../../src/hooks.server.ts';
import { askForEmail } from '#lib/commerce/customers/change-email.server.ts';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { offerPasskey, registerPasskey } from '#lib/commerce/customers/register-passkey.server.ts';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { askForPasskey } from '#lib/commerce/customers/use-passkey.server.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { GUEST, visitorFrom } from '#lib/server/session.ts';
import { customerWithPassword } from '#lib/server/sign-in.ts';
import { cartView } from '#db/queries/carts.ts';
import { anAuthenticator } from '#tests/support/authenticator.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { aJar } from '#tests/support/jar.ts';
import { secretIn } from '#tests/support/mailbox.ts';
import { aVariant } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { PASSWORD } from '#tests/support/staff.ts';

type Part = (event: unknown) => unknown;
type Page = { load?: Part; actions?: Record<string, Part> };
/** What came of it: the page, a form that was not taken, or where one is sent. */
type Outcome = { status: number; location?: string; data?: { fields?: Record<string, string> } };

const ACCOUNT = '/src/routes/(shop)/account';
const pages = import.meta.glob<Page>('../../src/routes/[(]shop[)]/account/**/+page.server.ts', { eager: true });
const endPoints = import.meta.glob<Record<string, Part>>('../../src/routes/[(]shop[)]/account/**/+server.ts', { eager: true });
const BROWSER = 'B'.repeat(43);

/** Open to whoever comes: this is where one becomes somebody. What they ask for instead is their own tests' part. */
const DOORS = ['/sign-in', '/sign-in/passkey', '/new', '/code', '/reset', '/reset/[secret]', '/confirm/[secret]', '/sign-out'];
/** Closed to a session that is older than five minutes, to look at or to press. */
const DELICATE: Record<string, string[]> = {
  '/details': ['load', 'keep', 'email'],
  '/password': ['load', 'default'],
  '/passkeys': ['load', 'keep', 'remove'],
  '/passkeys/options': ['POST'],
  '/data': ['delete']
};

let shop: TestShop;
let rhea: Customer;
let ravi: Customer;

beforeAll(async () => {
  shop = await openShop();
  Object.assign(globalThis, { [Symbol.for('throughline.composed')]: { shop } });
});
afterAll(async () => {
  Reflect.deleteProperty(globalThis, Symbol.for('throughline.composed'));
  await shop.close();
});
beforeEach(async () => {
  [rhea, ravi] = [await aCustomer(shop), await aCustomer(shop, { name: 'Ravi Rao' })];
});

const parts = (): { path: string; name: string; part: Part }[] =>
  [...Object.entries(pages), ...Object.entries(endPoints)].flatMap(([file, module]) => {
    const path = file.slice(file.indexOf(ACCOUNT) + ACCOUNT.length).replace(/\/\+(page\.)?server\.ts$/, '');
    const { load, actions = {}, ...methods } = module as Page & Record<string, Part>;
    const all = { ...(load && { load }), ...actions, ...methods };
    return Object.entries(all).map(([name, part]) => ({ path, name, part }));
  });

type Ask = { path?: string; cookie?: string; form?: Record<string, string>; params?: Record<string, string> };

async function eventFor({ path = '', cookie = '', form = {}, params = {} }: Ask) {
  const url = new URL(`/account${path}`, 'http://localhost:3000');
  const jar = aJar(Object.fromEntries(cookie.split('; ').map((pair) => pair.split('=') as [string, string])));
  const request = new Request(url, { method: 'POST', headers: { cookie, origin: url.origin }, body: new URLSearchParams(form) });
  const locals = { shop, ...(await visitorFrom({ cookie }, shop.db)) };
  const also = { getClientAddress: () => shop.newId(), setHeaders: () => undefined, depends: () => undefined, isDataRequest: false };
  return { url, request, cookies: jar, locals, params, route: { id: `/(shop)/account${path}` }, ...also };
}

/** A page's part for somebody; what it throws to lead elsewhere is an outcome like any other. */
async function outcomeFor(part: Part, ask: Ask): Promise<Outcome> {
  const event = await eventFor(ask);
  try {
    return { status: 200, ...((await part(event)) as object) };
  } catch (thrown) {
    if (thrown instanceof Error && !('status' in thrown)) throw thrown;
    return thrown as Outcome;
  }
}

const partOf = (path: string, name: string): Part => {
  const found = parts().find((one) => one.path === path && one.name === name);
  if (!found) throw new Error(`no ${name} at /account${path}`);
  return found.part;
};

test('every page of an account, every button and every end point of it asks first who is there', async () => {
  const params = { secret: 'A'.repeat(26) };
  const inside = parts().filter(({ path }) => !DOORS.includes(path));
  expect(inside.length).toBeGreaterThan(20);
  const open: string[] = [];
  for (const { path, name, part } of inside) {
    const { status, location = '' } = await outcomeFor(part, { path, params });
    if (status !== 303 || !location.startsWith('/account/sign-in?next=')) open.push(`${path} ${name}`);
  }
  expect(open).toEqual([]);
});

test('what is delicate asks a session of six minutes to prove again who it is, to look and to press', async () => {
  const cookie = await shopperCookie(shop, rhea);
  const before = new Date(Date.now() - 6 * 60_000);
  await shop.db.updateTable('user_session').set({ fresh_at: before }).where('user_id', '=', rhea.customerId).execute();
  for (const [path, names] of Object.entries(DELICATE)) {
    for (const name of names) {
      const { status, location } = await outcomeFor(partOf(path, name), { path, cookie });
      expect([path, name, status, location]).toEqual([
        path,
        name,
        303,
        `/account/sign-in?again=1&next=${encodeURIComponent(`/account${path}`)}`
      ]);
    }
  }
});

test('looking at what was mailed uses nothing up, and a link of somebody else is like one that never was', async () => {
  const cookie = await shopperCookie(shop, rhea);
  const email = `new-${shop.newId()}@example.com`;
  await signUp(shop, GUEST, { email, name: 'New', password: 'a lamp of many colours', browser: BROWSER, address: shop.newId() });
  const joining = await secretIn(shop, email);
  await askForReset(shop, GUEST, { email: rhea.email, address: shop.newId() });
  const reset = await secretIn(shop, rhea.email);
  const moved = `moved-${shop.newId()}@example.com`;
  await askForEmail(shop, ravi, { email: moved, address: shop.newId() });
  const moving = await secretIn(shop, moved);
  const rows = async () => shop.db.selectFrom('one_time_secret').selectAll().orderBy('id').execute();
  const before = await rows();
  const looks: [string, string][] = [
    ['/confirm/[secret]', joining],
    ['/reset/[secret]', reset]
  ];
  for (const [path, secret] of [...looks, ...looks]) {
    expect((await outcomeFor(partOf(path, 'load'), { path, cookie, params: { secret } })).status).toBe(200);
  }
  for (const path of ['/email/[secret]', '/orders/[secret]', '/reset/[secret]', '/confirm/[secret]']) {
    const made = await outcomeFor(partOf(path, 'load'), { path, cookie, params: { secret: 'Z'.repeat(26) } });
    const theirs = await outcomeFor(partOf(path, 'load'), { path, cookie, params: { secret: moving } });
    expect(made.status).toBe(410);
    expect(theirs).toEqual(made);
  }
  expect(await rows()).toEqual(before);
  shop.at(new Date(Date.parse(MORNING) + 25 * 3_600_000));
  for (const [path, secret] of looks) {
    expect((await outcomeFor(partOf(path, 'load'), { path, cookie, params: { secret } })).status).toBe(410);
  }
  shop.at(MORNING);
});

test('no page of an account is kept on the way', async () => {
  for (const { path } of parts()) {
    const event = await eventFor({ path });
    const answer = await handle({
      event: event as never,
      resolve: async () => new Response('a page', { headers: { 'content-type': 'text/html' } })
    });
    expect([path, answer.headers.get('cache-control')]).toEqual([path, 'private, no-store']);
  }
});

test('when tries cannot be counted nobody comes in, by any way', async () => {
  await sql`alter function count_uses rename to count_uses_away`.execute(shop.db);
  try {
    const given = { email: rhea.email, password: PASSWORD, address: shop.newId() };
    await expect(customerWithPassword(shop, given)).rejects.toThrow(/count_uses/);
    await expect(askForPasskey(shop, GUEST, { browser: BROWSER, address: shop.newId() })).rejects.toThrow(/count_uses/);
    await expect(askForReset(shop, GUEST, { email: rhea.email, address: shop.newId() })).rejects.toThrow(/count_uses/);
  } finally {
    await sql`alter function count_uses_away rename to count_uses`.execute(shop.db);
  }
});

test('a passkey signs in like a password does: a new session, the one that was brought along over, the guest’s cart merged', async () => {
  const device = anAuthenticator();
  const offered = await offerPasskey(shop, rhea, { browser: BROWSER, address: shop.newId() });
  await registerPasskey(shop, rhea, { made: device.make(offered, shop.origin), name: 'a phone', browser: BROWSER });
  const mug = await aVariant(shop.db, { stock: { 'blr-domlur': 5 } });
  const { cartKey } = await openCart(shop, GUEST);
  await addToCart(shop, GUEST, { cartKey, variantId: mug, quantity: 2, key: shop.newId() });
  const before = await shopperCookie(shop, ravi);
  const cookie = `${before}; __Host-browser=${BROWSER}; __Host-cart=${cartKey}`;
  const options = await askForPasskey(shop, GUEST, { browser: BROWSER, address: shop.newId() });
  const event = await eventFor({ path: '/sign-in', cookie, form: { used: JSON.stringify(device.use(options, shop.origin)) } });
  await expect(Promise.resolve(partOf('/sign-in', 'passkey')(event))).rejects.toMatchObject({ status: 303, location: '/account' });
  expect((await visitorFrom({ cookie: before }, shop.db)).actor).toEqual(GUEST);
  expect((await visitorFrom({ cookie: event.cookies.header() }, shop.db)).actor).toMatchObject({ customerId: rhea.customerId });
  const cart = await cartView(shop.db, shop.keys.open('cart', event.cookies.get('__Host-cart') ?? '') ?? '');
  expect(cart?.lines).toMatchObject([{ variantId: mug, quantity: 2 }]);
});

test.each(['', '{', 'null', '[]', '{"id":"x"}', 'x'.repeat(30_000)])('what is no passkey (%#) is refused in words', async (used) => {
  const cookie = await shopperCookie(shop, rhea);
  const refused = await outcomeFor(partOf('/sign-in', 'passkey'), { path: '/sign-in', form: { used } });
  expect(refused).toMatchObject({ status: 401, data: { fields: { '': expect.stringMatching(/^This passkey was not taken/) as string } } });
  const kept = await outcomeFor(partOf('/passkeys', 'keep'), { path: '/passkeys', cookie, form: { made: used, name: 'x' } });
  expect(kept).toMatchObject({ status: 422, data: { fields: { '': expect.stringMatching(/^This passkey was not taken/) as string } } });
});
