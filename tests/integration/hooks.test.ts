import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handle, handleError } from '../../src/hooks.server.ts';
import { GET as label } from '../../src/routes/(store)/work/[parcelId]/label.pdf/+server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { choosePlace } from '#lib/commerce/stores/choose-place.server.ts';
import { GUEST, visitorFrom } from '#lib/server/session.ts';
import { aVariant } from '#tests/support/makers.ts';
import { aGrant } from '#tests/support/grants.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { PAGES_BY_ROLE } from '#tests/support/pages-by-role.ts';
import { aPerson, cookieOf } from '#tests/support/staff.ts';

type RequestEvent = Parameters<typeof handle>[0]['event'];
/** What the framework throws to answer with another page: a redirect or an error. */
type Thrown = { status: number; location?: string; body?: unknown };
type Load = (event: unknown) => unknown;

const here = 'blr-indiranagar';
const OURS = 'http://localhost:3000';
const pages = import.meta.glob<{ load?: Load }>(
  ['../../src/routes/[(]store[)]/**/+{page,layout}.server.ts', '../../src/routes/[(]office[)]/**/+{page,layout}.server.ts'],
  { eager: true }
);

let shop: TestShop;
let mug: string;
let number: string;
let grantKey: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  shop = await openShop();
  Object.assign(globalThis, { [Symbol.for('throughline.composed')]: { shop } });
  const asha = await aPerson(shop, 'associate', here);
  mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  ({ number } = await sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: 'first' }));
  grantKey = await aClaim(asha.userId);
  cookies['associate'] = await cookieOf(shop, asha);
  cookies['warehouse'] = await cookieOf(shop, await aPerson(shop, 'warehouse', here));
  for (const role of ['support', 'manager', 'admin'] as const) cookies[role] = await cookieOf(shop, await aPerson(shop, role));
  for (const role of ['manager', 'admin'] as const) cookies[`${role}InStore`] = await standingHere(role);
});
afterAll(async () => {
  Reflect.deleteProperty(globalThis, Symbol.for('throughline.composed'));
  await shop.close();
});

/** Somebody without a place of their own, who said where they are. */
async function standingHere(role: 'manager' | 'admin'): Promise<string> {
  const cookie = await cookieOf(shop, await aPerson(shop, role));
  const { actor, session } = await visitorFrom({ cookie, atWork: true }, shop.db);
  await choosePlace(shop, actor, { session: session?.name ?? '', nodeId: here });
  return cookie;
}

/** A cart that somebody at a till has in hand. */
async function aClaim(userId: string): Promise<string> {
  const { cartId } = await openCart(shop, { role: 'shopper', channel: 'web' });
  return (await aGrant(shop, { cartId, kind: 'claim', label: 'Asha', userId, nodeId: here })).key;
}

type Ask = { method?: string; headers?: Record<string, string>; route?: string | null; params?: Record<string, string> };

function eventFor(path: string, { method = 'GET', headers = {}, route = null, params = {} }: Ask = {}): RequestEvent {
  const url = new URL(path, OURS);
  const event = { url, params, request: new Request(url, { method, headers }), route: { id: route }, locals: {}, depends: () => undefined };
  return event as unknown as RequestEvent;
}

/** Runs the hook; the page behind it answers with who asked. */
async function ask(path: string, more: Ask = {}): Promise<{ answer: Response; reached: boolean }> {
  let reached = false;
  const event = eventFor(path, more);
  const answer = await handle({
    event,
    resolve: (resolved) => {
      reached = true;
      return new Response(JSON.stringify(resolved.locals.actor), { headers: { 'content-type': 'application/json' } });
    }
  });
  return { answer, reached };
}

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s that did not come from our own pages reaches nothing', async (method) => {
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' }
  ];
  for (const origin of foreign) {
    for (const type of [undefined, 'application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
      const headers = { ...origin, cookie: cookies['associate'] ?? '', ...(type && { 'content-type': type }) };
      const { answer, reached } = await ask('/till?/sell', { method, headers, route: '/(store)/till' });
      expect([answer.status, reached]).toEqual([403, false]);
    }
  }
  expect(
    (await ask('/till', { method, headers: { origin: OURS, cookie: cookies['associate'] ?? '' }, route: '/(store)/till' })).reached
  ).toBe(true);
});

test('the API reads no cookie: who sends one is a guest there like everybody', async () => {
  const { answer } = await ask('/api/v1/carts', {
    method: 'POST',
    headers: { cookie: cookies['admin'] ?? '', origin: 'https://evil.example' }
  });
  expect(await answer.json()).toEqual({ role: 'shopper', channel: 'api' });
});

test('elsewhere a cookie says who asks, and without one a guest does', async () => {
  expect(await (await ask('/', { headers: { cookie: cookies['support'] ?? '' } })).answer.json()).toMatchObject({ role: 'support' });
  expect(await (await ask('/')).answer.json()).toEqual(GUEST);
});

test.each([
  '/(store)/till',
  '/(store)/stock/[variantId]',
  '/(office)/office',
  '/(office)/office/orders/[number]',
  '/(office)/whatever-comes-later'
])('without a sign-in %s leads to the door, and the door leads back', async (route) => {
  for (const method of ['GET', 'POST']) {
    const asking = ask('/till?line=x', { route, method, headers: { origin: OURS } });
    await expect(asking).rejects.toSatisfy(
      ({ status, location }: Thrown) => status === 303 && location === '/sign-in?next=%2Ftill%3Fline%3Dx'
    );
  }
});

test('the door itself is open', async () => {
  for (const route of ['/(store)/sign-in', '/(store)/sign-in/device', '/(store)/sign-out', '/(shop)', null])
    expect((await ask('/sign-in', { route })).reached).toBe(true);
});

test('every answer bears the headers that keep other sites away, and a number of its own', async () => {
  const { answer } = await ask('/till', { route: '/(store)/till', headers: { cookie: cookies['associate'] ?? '' } });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'"
  });
  const another = await ask('/');
  expect(another.answer.headers.get('cache-control')).toBe('private, no-cache');
  expect(another.answer.headers.get('x-request-id')).not.toBe(answer.headers.get('x-request-id'));
  const refused = await ask('/till', { method: 'POST' });
  expect(refused.answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a fault is reported once and its inside is told to nobody; what is only missing is not reported', async () => {
  const event = eventFor('/');
  await handle({ event, resolve: () => new Response() });
  const fault = new Error('relation "secret_table" does not exist at /srv/db.ts');
  const said = await handleError({ error: fault, event, status: 500, message: 'Internal Error' });
  expect(said).toEqual({ message: 'Something went wrong on our side. Try again in a minute.', requestId: event.locals.requestId });
  expect(shop.faults.splice(0)).toEqual([fault]);
  await handleError({ error: new Error('Not found: /wp-admin'), event, status: 404, message: 'Not Found' });
  expect(shop.faults).toEqual([]);
});

/** The address of each page, with things that are there in place of the parameters. */
function addresses(): { file: string; route: string; path: string; params: Record<string, string> }[] {
  const params = { variantId: mug, number, grantKey };
  return Object.keys(pages)
    .filter((file) => file.endsWith('+page.server.ts'))
    .map((file) => {
      const route = file.replace('../../src/routes', '').replace('/+page.server.ts', '');
      const path = route
        .replace(/^\/\(\w+\)/, '')
        .replace('[variantId]', mug)
        .replace('[number]', number)
        .replace('[grantKey]', grantKey);
      return { file, route, path, params };
    });
}

async function open(address: ReturnType<typeof addresses>[number], query: string, cookie: string): Promise<unknown> {
  const event = eventFor(`${address.path}${query}`, { route: address.route, params: address.params, headers: { cookie } });
  const layout = pages[address.file.replace(/(\/\((?:store|office)\)\/).*$/, '$1+layout.server.ts')];
  let opened: unknown;
  await handle({
    event,
    resolve: async (resolved) => {
      await layout?.load?.(resolved);
      opened = await Promise.resolve(pages[address.file]?.load?.(resolved));
      return new Response();
    }
  });
  return opened;
}

const outcomeOf = async (opening: Promise<unknown>) =>
  opening.then(
    () => 200,
    (thrown: unknown) => {
      if (thrown instanceof Error) throw thrown;
      return (thrown as Thrown).status;
    }
  );

test('each page opens to the roles that work there and to no other, and says so in words', { timeout: 30_000 }, async () => {
  const table: Record<string, Record<string, number>> = {};
  for (const address of addresses()) {
    table[address.route] = {};
    for (const [role, cookie] of Object.entries(cookies)) table[address.route]![role] = await outcomeOf(open(address, '', cookie));
  }
  expect(table).toEqual(PAGES_BY_ROLE);
  const refused = await open(
    addresses().find(({ route }) => route === '/(office)/office')!,
    '',
    cookies['associate']!
  ).catch((thrown: unknown) => thrown);
  expect((refused as Thrown).body).toEqual({
    code: 'forbidden',
    message: 'Your sign-in does not open this. Ask a manager, or sign in as someone who may.'
  });
});

test('labels of parcels open to those who work at a place', async () => {
  const opened: Record<string, number> = {};
  for (const [role, cookie] of Object.entries(cookies)) {
    const event = eventFor(`/work/${mug}/label.pdf`, { params: { parcelId: mug }, headers: { cookie } });
    const resolve = async () => label(event as unknown as Parameters<typeof label>[0]);
    opened[role] = await outcomeOf(Promise.resolve(handle({ event, resolve })));
  }
  const atWork = { associate: 404, warehouse: 404, managerInStore: 404, adminInStore: 404 };
  expect(opened).toEqual({ ...atWork, support: 403, manager: 403, admin: 403 });
});

async function everyRow(): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(
    shop.db
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ digest: string }>`
      select coalesce(md5(string_agg(t::text, ';' order by t::text)), '') as digest from ${sql.table(name)} t`.execute(shop.db);
    digests[name] = rows[0]?.digest ?? '';
  }
  return digests;
}

test('looking changes nothing: a walk over all pages, with every odd question, moves no row', { timeout: 60_000 }, async () => {
  const before = await everyRow();
  const questions = [
    '',
    `?line=${mug}.2`,
    '?q=thing',
    `?line=${mug}.1&q=3 x thing`,
    '?q=%00',
    '?q=%25_%5C',
    '?life=placed&before=2026-01-01',
    '?life=x&before=-200000-01-01T00:00:00Z',
    '?before=9e99'
  ];
  for (const address of addresses()) {
    for (const question of questions) {
      for (const cookie of [cookies['associate']!, cookies['manager']!]) await outcomeOf(open(address, question, cookie));
    }
  }
  expect(addresses().length).toBeGreaterThan(6);
  expect(await everyRow()).toEqual(before);
});
