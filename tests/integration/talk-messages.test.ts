import { afterAll, beforeAll, expect, test } from 'vitest';
import { messagesOf } from '#db/queries/support-messages.ts';
import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { askingOf } from '#lib/server/asking.ts';
import { GUEST } from '#lib/server/session.ts';
import { aCustomer, shopperCookie, type Customer } from '../support/customers.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '../support/live.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, cookieOf, outcomeOf } from '../support/staff.ts';
import { aPaidOrder, asCustomer, aTalk, beside, logOf, proposed, TALK_NODE } from '../support/talks.ts';
import { withoutIds } from '../support/without-ids.ts';

let shop: TestShop;
let web: WebProcess;
let rhea: Customer;
const pages: LivePage[] = [];
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  web = await aProcess(shop);
});
afterAll(async () => {
  for (const page of pages) page.close();
  await web.stop();
  await shop.close();
});

const say = async (asking: Asking, words: string, key = shop.newId()) => sayInTalk(shop, asking, { key, words });

test('twenty at once in two browsers are twenty messages without a gap, and each key is one', async () => {
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const other = beside(shop, talk);
  const keys = Array.from({ length: 10 }, () => shop.newId());
  const said = await Promise.all([
    ...keys.map(async (key) => say(talk, 'hello', key)),
    ...keys.map(async () => say(other, 'hello too')),
    ...keys.slice(0, 3).map(async (key) => say(talk, 'hello', key))
  ]);
  expect(said.filter(({ isNew }) => isNew)).toHaveLength(20);
  const kept = await messagesOf(shop.db, talk.threadId);
  expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  const events = await shop.db
    .selectFrom('event')
    .select(['version', 'data'])
    .where('topic', '=', `support:${talk.threadId}`)
    .orderBy('version')
    .execute();
  expect(events.map(({ version }) => version)).toEqual(kept.map(({ seq }) => seq));
  expect(JSON.stringify(events)).not.toContain('hello');
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('secrets are gone before anything is kept, 20 kB are four thousand characters, and nothing is nothing', async () => {
  const talk = await aTalk(shop, { as: 'anonymous' });
  await say(talk, 'my card is 4111 1111 1111 1111 and cvv is 123');
  await say(talk, `${'नमस्ते 🙏 '.repeat(3_000)}4111111111111111`);
  expect(await outcomeOf(say(talk, ' \0 '))).toBe('invalid');
  const kept = await messagesOf(shop.db, talk.threadId);
  expect(kept).toHaveLength(2);
  expect(withoutIds(kept.map(({ words }) => words))).not.toMatch(/1111|123/);
  expect(kept.every(({ words }) => words.length <= 4_000 && words.isWellFormed())).toBe(true);
});

test('more than twenty messages a minute are refused politely, and the next minute goes on', async () => {
  const talk = await aTalk(shop, { as: 'anonymous' });
  const outcomes = [];
  for (let at = 0; at < 30; at++) outcomes.push(await outcomeOf(say(talk, 'hello')));
  expect(outcomes.filter((one) => one === 'too-many-requests')).toHaveLength(10);
  shop.at(new Date(shop.now().getTime() + 70_000));
  expect((await say(talk, 'hello')).seq).toBe(21);
});

test('a new message withdraws what waits to be confirmed, and the log says so', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const { actionId } = await proposed(shop, talk, 'cancel', { order: order.number });
  await say(talk, 'yes do it');
  const row = await shop.db.selectFrom('pending_action').select('state').where('id', '=', actionId).executeTakeFirstOrThrow();
  expect(row.state).toBe('withdrawn');
  const log = await logOf(shop, talk.threadId);
  expect(log.map(({ decision, code }) => `${decision} ${code}`)).toEqual(['needs_approval null', 'withdrawn said-something-else']);
});

test('an account has one current talk wherever it is, also when two devices begin at once; nobody else’s is theirs', async () => {
  const omar = await aCustomer(shop, { name: 'Omar', passwordless: true });
  const who = asCustomer(omar.customerId);
  const opened = await Promise.all(Array.from({ length: 6 }, async () => openCurrentThread(shop, { who, session: shop.newId() })));
  expect(new Set(opened).size).toBe(1);
  const [mine, yours] = await Promise.all(['a', 'b'].map(async (browser) => askingOf(shop, { actor: GUEST, session: undefined, browser })));
  expect(mine!.threadId).not.toBe(yours!.threadId);
  expect((await askingOf(shop, { actor: GUEST, session: undefined, browser: 'a' })).threadId).toBe(mine!.threadId);
  expect(await outcomeOf(say({ ...yours!, threadId: mine!.threadId }, 'hello'))).toBe('not-found');
  expect(await outcomeOf(say({ ...mine!, threadId: opened[0]! }, 'hello'))).toBe('not-found');
  expect(await outcomeOf(askingOf(shop, { actor: GUEST, session: undefined, browser: undefined }))).toBe('invalid');
  expect(await outcomeOf(askingOf(shop, { actor: GUEST, session: undefined, browser: 'a', orderKey: 'x' }))).toBe('not-found');
});

async function open(cookie: string): Promise<LivePage> {
  const page = aPage(web.url, { origin: web.url, cookie });
  pages.push(page);
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  return page;
}

test('a talk is heard by its shopper and by whoever answers, and by nobody else', async () => {
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const order = await aPaidOrder(shop);
  const guests = await askingOf(shop, {
    actor: GUEST,
    session: undefined,
    browser: 'b',
    orderKey: shop.keys.make('order', order.orderId)
  });
  const browser = 'x'.repeat(43);
  const nobodys = await askingOf(shop, { actor: GUEST, session: undefined, browser });
  const own = await open(await shopperCookie(shop, rhea));
  const stranger = await open(`__Host-talk=${'y'.repeat(43)}`);
  const same = await open(`__Host-talk=${browser}`);
  const desk = await open(await cookieOf(shop, await aPerson(shop, 'support')));
  const warehouse = await open(await cookieOf(shop, await aPerson(shop, 'warehouse', TALK_NODE)));
  const watch = async (page: LivePage, threadId: string, orderKey?: string) => {
    const answer = await page.socket.timeout(5_000).emitWithAck('talk.watch', { threadId, ...(orderKey && { orderKey }) });
    return 'ok' in answer ? 'in' : answer.refused;
  };
  expect([await watch(own, talk.threadId), await watch(desk, talk.threadId), await watch(same, nobodys.threadId)]).toEqual([
    'in',
    'in',
    'in'
  ]);
  expect(await watch(stranger, guests.threadId, shop.keys.make('order', order.orderId))).toBe('in');
  for (const id of [talk.threadId, nobodys.threadId, guests.threadId, shop.newId()]) expect(await watch(stranger, id)).toBe('not-found');
  expect(await watch(own, nobodys.threadId)).toBe('not-found');
  expect(await warehouse.socket.timeout(5_000).emitWithAck('talks.watch', {})).toEqual({ refused: 'forbidden' });
  expect(await desk.socket.timeout(5_000).emitWithAck('talks.watch', {})).toMatchObject({ ok: { desk: 'support' } });

  const heard = new Promise((resolve) => own.socket.once('talk.changed', resolve));
  const atDesk = new Promise((resolve) => desk.socket.once('talks.changed', resolve));
  await say(talk, 'hello');
  expect(await heard).toMatchObject({ threadId: talk.threadId, seq: 1, version: 1, isTaken: false });
  expect(await atDesk).toMatchObject({ desk: 'support' });
});
