import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askedBy } from '#lib/commerce/support/turn.ts';
import { takeTurn } from '#lib/commerce/support/take-turn.server.ts';
import { endTurn } from '#lib/commerce/support/end-turn.server.ts';
import { earlierTalks } from '#db/queries/brought-talks.ts';
import { isQuiet } from '#db/queries/talk-news.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { answerTalk } from '#lib/commerce/support/answer-talk.server.ts';
import { bringTalks } from '#lib/commerce/support/bring-talks.server.ts';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { quietTalk } from '#lib/commerce/support/quiet-talk.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { askingOf, talkMeant, type Talking } from '#lib/server/asking.ts';
import { GUEST } from '#lib/server/session.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';
import { aPaidOrder, logOf, ownedBy, proposed, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let meera: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  meera = await aPerson(shop, 'support');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const aBrowser = () => randomBytes(32).toString('base64url');
const nobodyIn = (browser: string, orderKey?: string): Talking => ({ actor: GUEST, session: undefined, browser, orderKey });
const signedIn = (customer: Customer, browser: string, threadId?: string): Talking => ({
  actor: customer,
  session: `session of ${customer.customerId}`,
  browser,
  threadId
});
const says = async (talking: Talking, words: string): Promise<Asking> => {
  const asking = await askingOf(shop, talking);
  await sayInTalk(shop, asking, { key: shop.newId(), words });
  return asking;
};
const someone = async (name: string) => aCustomer(shop, { name, passwordless: true });
const numbers = async (threadId: string) => (await messagesOf(shop.db, threadId)).map(({ seq, words }) => `${seq} ${words}`);

test('what was said without an account goes on in it; after the sign-out it is nobody else’s in that browser, whoever signs in next', async () => {
  const [browser, rhea, omar] = [aBrowser(), await someone('Rhea'), await someone('Omar')];
  const { threadId } = await says(nobodyIn(browser), 'do you have lamps?');
  await bringTalks(shop, rhea, { browser });
  expect((await says(signedIn(rhea, browser), 'and where is my order?')).threadId).toBe(threadId);
  expect(await numbers(threadId)).toEqual(['1 do you have lamps?', '2 and where is my order?']);
  expect(await talkMeant(shop, nobodyIn(browser))).toBeUndefined();
  expect(await outcomeOf(askingOf(shop, { ...nobodyIn(browser), threadId }))).toBe('not-found');
  await bringTalks(shop, omar, { browser });
  expect(await talkMeant(shop, signedIn(omar, browser))).toBeUndefined();
  expect(await outcomeOf(askingOf(shop, signedIn(omar, browser, threadId)))).toBe('not-found');
  // Signed in elsewhere it is there too: it belongs to the account and no more to the browser.
  expect(await talkMeant(shop, signedIn(rhea, aBrowser()))).toBe(threadId);
  expect((await logOf(shop, threadId)).map(({ tool, decision }) => `${tool} ${decision}`)).toEqual(['bring_talk done']);
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('a talk that the account had stays whole beside the newer one: one of us still answers it, and it is gone on with by its own address', async () => {
  const [browser, rhea] = [aBrowser(), await someone('Rhea')];
  const own = await says(signedIn(rhea, aBrowser()), 'my lamp is broken');
  await quietTalk(shop, own, { isQuiet: true });
  const { ticketId } = await handOverTalk(shop, own, { orderId: null, about: 'order', words: 'a person please' });
  shop.at(new Date(shop.now().getTime() + 3_600_000));
  const here = await says(nobodyIn(browser), 'when do you open?');
  await bringTalks(shop, rhea, { browser });
  expect((await askingOf(shop, signedIn(rhea, browser))).threadId).toBe(here.threadId);
  expect(await isQuiet(shop.db, here.threadId)).toBe(true);
  await takeOverTalk(shop, meera, { ticketId });
  await answerTalk(shop, meera, { ticketId, key: shop.newId(), words: 'We send another one.', goesOn: false });
  expect(await earlierTalks(shop.db, { customerId: rhea.customerId, most: 5 })).toMatchObject([
    { threadId: own.threadId, words: 'my lamp is broken', isOpen: true }
  ]);
  await says(signedIn(rhea, browser, own.threadId), 'thank you');
  expect((await numbers(own.threadId)).map((one) => one.split(' ')[0])).toEqual(['1', '2', '3', '4']);
  expect(await numbers(here.threadId)).toEqual(['1 when do you open?']);
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('two people who sign in to one browser at the same moment: one of them has its talk; one person ten times has it once', async () => {
  const [browser, rhea, omar] = [aBrowser(), await someone('Rhea'), await someone('Omar')];
  const { threadId } = await says(nobodyIn(browser), 'hello');
  const ten = Array.from({ length: 10 }, async (_, at) => bringTalks(shop, at % 2 === 0 ? rhea : omar, { browser }));
  await Promise.all(ten);
  const has = await Promise.all([rhea, omar].map(async (one) => talkMeant(shop, signedIn(one, aBrowser()))));
  expect(has.filter((one) => one === threadId)).toHaveLength(1);
  expect(has.filter((one) => one === undefined)).toHaveLength(1);
  expect(await logOf(shop, threadId)).toHaveLength(1);
});

test('while another device begins the account’s first talk, one of the two goes on and nothing fails', async () => {
  for (let at = 0; at < 8; at++) {
    const [browser, rhea] = [aBrowser(), await someone('Rhea')];
    await says(nobodyIn(browser), 'hello');
    const devices = Array.from({ length: 3 }, async () => says(signedIn(rhea, aBrowser()), 'hello from elsewhere'));
    await Promise.all([bringTalks(shop, rhea, { browser }), ...devices]);
    const mine = await shop.db.selectFrom('support_thread').selectAll().where('customer_id', '=', rhea.customerId).execute();
    expect(mine.filter(({ is_current: isCurrent }) => isCurrent)).toHaveLength(1);
    const said = await Promise.all(mine.map(async ({ id }) => messagesOf(shop.db, id)));
    expect(said.flat()).toHaveLength(4);
  }
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('what a guest said of an order comes along once it is the account’s, from the browser that said it and from no other', async () => {
  const [browser, rhea] = [aBrowser(), await someone('Rhea')];
  const order = await aPaidOrder(shop);
  const orderKey = shop.keys.make('order', order.orderId);
  const { threadId } = await says(nobodyIn(browser, orderKey), 'where is it?');
  await bringTalks(shop, rhea, { browser });
  expect(await talkMeant(shop, signedIn(rhea, browser))).toBeUndefined();
  await ownedBy(shop, order.orderId, rhea.customerId);
  await bringTalks(shop, rhea, { browser: aBrowser() });
  expect(await talkMeant(shop, signedIn(rhea, browser))).toBeUndefined();
  await bringTalks(shop, rhea, { browser });
  expect(await talkMeant(shop, signedIn(rhea, browser))).toBe(threadId);
  expect(await talkMeant(shop, nobodyIn(browser, orderKey))).toBeUndefined();
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('what waited is withdrawn, and an answer that was being made while its shopper signed in is still said', async () => {
  const [browser, rhea] = [aBrowser(), await someone('Rhea')];
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const guest = await askingOf(shop, nobodyIn(browser, shop.keys.make('order', order.orderId)));
  const { messageId, seq } = await sayInTalk(shop, guest, { key: shop.newId(), words: 'cancel it' });
  const [holder, asked] = [shop.newId(), askedBy(messageId)];
  expect(await takeTurn(shop, guest, { asked, holder })).toMatchObject({ go: 'answer' });
  const { actionId } = await proposed(shop, guest, 'cancel', { order: order.number });
  await bringTalks(shop, rhea, { browser });
  const state = await shop.db.selectFrom('pending_action').select('state').where('id', '=', actionId).executeTakeFirstOrThrow();
  expect(state).toEqual({ state: 'withdrawn' });
  const none = { cards: [], grounds: [], waits: null, misses: 0, language: 'en', tokens: 0 } as const;
  const reply = { ...none, cards: [], grounds: [], words: 'It can be cancelled.' };
  expect(await endTurn(shop, guest, { holder, key: asked.key, seq, reply })).toBeDefined();
  expect(await numbers(guest.threadId)).toEqual(['1 cancel it', '2 It can be cancelled.']);
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('whoever has no account brings nothing anywhere', async () => {
  const browser = aBrowser();
  await says(nobodyIn(browser), 'hello');
  expect(await outcomeOf(bringTalks(shop, GUEST, { browser }))).toBe('not-allowed');
  expect(await outcomeOf(bringTalks(shop, meera, { browser }))).toBe('not-allowed');
});
