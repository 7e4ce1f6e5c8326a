import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handle } from '../../src/hooks.server.ts';
import { comeIn, freshlySignedIn, goOut, goesOnAt, signedIn } from '../../src/routes/(shop)/account/at-the-door.ts';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { GUEST, visitorFrom, type Visitor } from '#lib/server/session.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { aJar } from '#tests/support/jar.ts';
import { aVariant } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';

type RequestEvent = Parameters<typeof handle>[0]['event'];
type Jar = ReturnType<typeof aJar>;

let shop: TestShop;
let mug: string;
let lamp: string;
let rhea: Customer;

beforeAll(async () => {
  shop = await openShop();
  Object.assign(globalThis, { [Symbol.for('throughline.composed')]: { shop } });
  [mug, lamp] = [await aVariant(shop.db, { stock: { 'blr-domlur': 50 } }), await aVariant(shop.db, { stock: { 'blr-domlur': 50 } })];
});
afterAll(async () => {
  Reflect.deleteProperty(globalThis, Symbol.for('throughline.composed'));
  await shop.close();
});
beforeEach(async () => {
  rhea = await aCustomer(shop);
});

function eventFor(jar: Jar, path = '/account', visitor: Visitor = { actor: GUEST, session: undefined }): RequestEvent {
  const url = new URL(path, 'http://localhost:3000');
  const request = new Request(url, { headers: { cookie: jar.header() } });
  return {
    url,
    request,
    cookies: jar,
    locals: { shop, ...visitor },
    route: { id: '/(shop)/cart' },
    isDataRequest: false
  } as unknown as RequestEvent;
}

async function guestCart(variantId: string, quantity: number): Promise<Jar> {
  const { cartKey } = await openCart(shop, GUEST);
  await addToCart(shop, GUEST, { cartKey, variantId, quantity, key: shop.newId() });
  return aJar({ '__Host-cart': cartKey });
}

async function cartIn(jar: Jar): Promise<Record<string, number>> {
  const id = shop.keys.open('cart', jar.get('__Host-cart') ?? '');
  const cart = id && (await cartView(shop.db, id));
  return Object.fromEntries(cart ? cart.lines.map((line) => [line.variantId, line.quantity]) : []);
}

/** What a page of the shop is told of this browser. */
async function visit(jar: Jar): Promise<void> {
  await handle({ event: eventFor(jar, '/cart'), resolve: async () => new Response('a page') });
}

test('the guest’s cart goes along into the account, stays there after signing out, and comes back on another device', async () => {
  const jar = await guestCart(mug, 2);
  await comeIn(eventFor(jar), rhea.customerId);
  expect((await visitorFrom({ cookie: jar.header() }, shop.db)).actor).toMatchObject({ customerId: rhea.customerId });
  expect(await cartIn(jar)).toEqual({ [mug]: 2 });
  const cookie = jar.header();
  await goOut(eventFor(jar));
  expect(jar.header()).toBe('');
  expect((await visitorFrom({ cookie }, shop.db)).actor).toEqual(GUEST);
  const phone = aJar();
  await comeIn(eventFor(phone), rhea.customerId);
  expect(await cartIn(phone)).toEqual({ [mug]: 2 });
});

test('two carts become one at sign-in, in the hand of every device that is signed in', async () => {
  const computer = await guestCart(mug, 1);
  await comeIn(eventFor(computer), rhea.customerId);
  const phone = await guestCart(lamp, 3);
  await comeIn(eventFor(phone), rhea.customerId);
  expect(await cartIn(phone)).toEqual({ [mug]: 1, [lamp]: 3 });
  await visit(computer);
  expect(await cartIn(computer)).toEqual({ [mug]: 1, [lamp]: 3 });
});

test('a cart opened on one device is in hand on the others', async () => {
  const [computer, phone] = [aJar(), aJar()];
  for (const jar of [computer, phone]) await comeIn(eventFor(jar), rhea.customerId);
  const { cartKey } = await openCart(shop, rhea);
  await addToCart(shop, rhea, { cartKey, variantId: mug, quantity: 4, key: shop.newId() });
  for (const jar of [computer, phone]) {
    await visit(jar);
    expect(await cartIn(jar)).toEqual({ [mug]: 4 });
  }
});

test('a device that was signed out from elsewhere has neither the session nor the cart any more', async () => {
  const jar = await guestCart(mug, 2);
  await comeIn(eventFor(jar), rhea.customerId);
  await shop.db.deleteFrom('user_session').where('user_id', '=', rhea.customerId).execute();
  await visit(jar);
  expect(jar.header()).toBe('');
});

test('guests keep the cart of their browser, and a visit sets them nothing', async () => {
  const jar = await guestCart(mug, 2);
  await visit(jar);
  expect(jar.seen).toEqual([]);
});

test('every cookie of an account is for this host alone and for no script', async () => {
  const jar = await guestCart(mug, 1);
  await comeIn(eventFor(jar), rhea.customerId);
  await goOut(eventFor(jar));
  expect(jar.seen.length).toBeGreaterThanOrEqual(4);
  for (const { name, options } of jar.seen) {
    expect(name).toMatch(/^__Host-/);
    expect(options).toMatchObject({ path: '/', httpOnly: true, secure: true, sameSite: 'lax' });
  }
});

test('whoever is not signed in is asked to, and comes back; what is delicate asks again after five minutes', async () => {
  const location = (doing: () => unknown) => {
    try {
      doing();
      return 'in';
    } catch (thrown) {
      return (thrown as { location: string }).location;
    }
  };
  const jar = aJar();
  expect(location(() => signedIn(eventFor(jar, '/account/devices')))).toBe('/account/sign-in?next=%2Faccount%2Fdevices');
  const cookie = await shopperCookie(shop, rhea);
  const now = async () => eventFor(jar, '/account/details', await visitorFrom({ cookie }, shop.db));
  const fresh = await now();
  expect(location(() => freshlySignedIn(fresh))).toBe('in');
  const old = new Date(Date.now() - 6 * 60_000);
  await shop.db.updateTable('user_session').set({ fresh_at: old }).where('user_id', '=', rhea.customerId).execute();
  const stale = await now();
  expect(location(() => signedIn(stale))).toBe('in');
  expect(location(() => freshlySignedIn(stale))).toBe('/account/sign-in?again=1&next=%2Faccount%2Fdetails');
});

test.each([
  ['/account/sign-in?next=/account/devices', '/account/devices'],
  ['/account/sign-in', '/account'],
  ['/account/sign-in?next=//thief.example', '/account'],
  ['/account/sign-in?next=https://thief.example/x', '/account'],
  ['/account/sign-in?next=/%5Cthief.example', '/account']
])('after %s it goes on at %s', (asked, place) => {
  expect(goesOnAt(new URL(asked, 'http://localhost:3000'))).toBe(place);
});
