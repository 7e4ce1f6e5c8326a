import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { messagesOf } from '#db/queries/support-messages.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { startKiosk } from '#lib/commerce/staff/start-kiosk.server.ts';
import { answerAtCounter } from '#lib/commerce/support/answer-at-counter.server.ts';
import { bringTalks } from '#lib/commerce/support/bring-talks.server.ts';
import { readTalk } from '#lib/commerce/support/read-talk.server.ts';
import { readTalkAtCounter } from '#lib/commerce/support/read-talk-at-counter.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { AtKiosk, Shopper } from '#lib/kernel/actor.ts';
import { askingOf, markOf, talkMeant, whoTalks, type Talking } from '#lib/server/asking.ts';
import { talkingAtScreen } from '#lib/server/talk-at-screen.ts';
import { aCustomer } from '#tests/support/customers.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '#tests/support/live.ts';
import { aCart, aVariant, shopper } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, cookieOf, outcomeOf, type Person } from '#tests/support/staff.ts';

const HERE = 'blr-indiranagar';
const TERMINAL = 'the till at Indiranagar';
let shop: TestShop;
let web: WebProcess;
let asha: Person;
let lamp: string;
const pages: LivePage[] = [];
beforeAll(async () => {
  shop = await openShop();
  asha = await aPerson(shop, 'associate', HERE);
  lamp = await aVariant(shop.db, { stock: { [HERE]: 99 }, priceMinor: 50_000 });
  web = await aProcess(shop);
});
afterAll(async () => {
  for (const page of pages) page.close();
  await web.stop();
  await shop.close();
});
beforeEach(() => shop.at(MORNING));

let many = 0;
/** What a browser has of `talk-cookie.ts`. */
const aBrowser = () => String(++many).padStart(43, 'b');
const nobodyIn = (browser: string): Talking => ({ actor: shopper, session: undefined, browser });
const talkIn = async (browser: string) => talkMeant(shop, nobodyIn(browser));
const wordsOf = async (threadId: string | undefined) => (await messagesOf(shop.db, threadId ?? '')).map(({ words }) => words);
const says = async (talking: Talking, words: string) => sayInTalk(shop, await askingOf(shop, talking), { key: shop.newId(), words });

type Phone = { browser: string; owners: string; cartId: string };

/** Nobody who is known, with something in the cart, and with something said unless `isSilent`. */
async function aPhone({ isSilent = false } = {}): Promise<Phone> {
  const browser = aBrowser();
  if (!isSilent) await says(nobodyIn(browser), 'does the lamp come in blue?');
  const { cartKey: owners, cartId } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey: owners, variantId: lamp, quantity: 1, key: shop.newId() });
  return { browser, owners, cartId };
}

async function claimed(who: Person | Shopper, { owners, browser }: Pick<Phone, 'owners'> & { browser?: string }) {
  const { code } = await offerHandOver(shop, shopper, { cartKey: owners, browser });
  return (await claimHandOver(shop, who, { shown: { code }, terminal: TERMINAL })).cartKey;
}

type Screen = { visitor: Shopper & { kiosk: AtKiosk }; cookie: string; at: Talking };
async function aScreen(): Promise<Screen> {
  const { kioskId, secret } = await startKiosk(shop, asha);
  const visitor = { ...shopper, kiosk: { id: kioskId, nodeId: HERE } };
  const browser = aBrowser();
  return {
    visitor,
    cookie: `__Host-kiosk=${secret}; __Host-talk=${browser}`,
    at: { actor: visitor, session: undefined, browser }
  };
}

test('at the till: the talk of the browser that showed the code is read and answered, its page says where, and with the cart it is gone', async () => {
  const phone = await aPhone();
  const beside = await aPhone();
  const cartKey = await claimed(asha, phone);
  const threadId = await talkIn(phone.browser);
  expect(await readTalkAtCounter(shop, asha, { cartKey })).toMatchObject({
    threadId,
    messages: [{ words: 'does the lamp come in blue?' }]
  });
  await answerAtCounter(shop, asha, { cartKey, key: shop.newId(), words: 'It does.' });
  expect(await readTalk(shop, threadId!)).toMatchObject({ readAt: TERMINAL, messages: [{}, { by: asha.name, words: 'It does.' }] });
  const other = await talkIn(beside.browser);
  expect(await wordsOf(other)).toHaveLength(1);
  expect((await readTalk(shop, other!))?.readAt).toBeNull();
  await revokeHandOver(shop, shopper, {
    cartKey: phone.owners,
    handOverId: (await shop.db.selectFrom('hand_over').select('id').where('cart_id', '=', phone.cartId).executeTakeFirstOrThrow()).id
  });
  expect(await outcomeOf(readTalkAtCounter(shop, asha, { cartKey }))).toBe('not-found');
  expect(await outcomeOf(answerAtCounter(shop, asha, { cartKey, key: shop.newId(), words: 'still there?' }))).toBe('not-found');
  expect((await readTalk(shop, threadId!))?.readAt).toBeNull();
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('only the browser that showed this code: not the one that showed the one before, nor a code that none has shown, nor a link', async () => {
  const phone = await aPhone();
  const beside = await aPhone();
  // The same cart, on two devices of one household: each shows a code.
  const first = await claimed(asha, phone);
  const second = await claimed(asha, { owners: phone.owners, browser: beside.browser });
  expect((await readTalkAtCounter(shop, asha, { cartKey: first }))?.threadId).toBe(await talkIn(phone.browser));
  expect((await readTalkAtCounter(shop, asha, { cartKey: second }))?.threadId).toBe(await talkIn(beside.browser));
  expect(await readTalkAtCounter(shop, asha, { cartKey: await claimed(asha, { owners: phone.owners }) })).toBeNull();
  const screen = await aScreen();
  expect(await outcomeOf(talkingAtScreen(shop, screen.at, first))).toBe('not-found');
  expect(await outcomeOf(talkingAtScreen(shop, screen.at, phone.owners))).toBe('not-found');
  expect(await outcomeOf(talkingAtScreen(shop, screen.at, 'made up'))).toBe('not-found');
  const unshown = await talkingAtScreen(shop, screen.at, await claimed(screen.visitor, { owners: phone.owners }));
  expect(await talkMeant(shop, unshown)).toBeUndefined();
});

test('an account that signs in meanwhile takes its talk along, and whoever has its cart in hand goes on with it', async () => {
  const phone = await aPhone();
  const screen = await aScreen();
  const cartKey = await claimed(screen.visitor, phone);
  const threadId = await talkIn(phone.browser);
  const before = await talkingAtScreen(shop, screen.at, cartKey);
  expect(await talkMeant(shop, before)).toBe(threadId);
  const rhea = await aCustomer(shop, { passwordless: true });
  await bringTalks(shop, rhea, { browser: phone.browser });
  // It is nobody's talk any more; until the cart is theirs as well, nothing of it is here.
  expect(await talkMeant(shop, await talkingAtScreen(shop, screen.at, cartKey))).toBeUndefined();
  await shop.db.updateTable('cart').set({ customer_id: rhea.customerId }).where('id', '=', phone.cartId).execute();
  const after = await talkingAtScreen(shop, screen.at, cartKey);
  expect(await talkMeant(shop, after)).toBe(threadId);
  expect(after.actor).toMatchObject({ customerId: rhea.customerId });
});

test('two at once: what a kiosk says while the cart is taken back is said or not, and nothing after it; who begins at both ends begins one talk', async () => {
  const phone = await aPhone();
  const screen = await aScreen();
  const cartKey = await claimed(screen.visitor, phone);
  const at = await talkingAtScreen(shop, screen.at, cartKey);
  const asking = await askingOf(shop, at);
  const outcomes = await Promise.all([
    ...Array.from({ length: 10 }, async (_, nth) => outcomeOf(sayInTalk(shop, asking, { key: shop.newId(), words: `number ${nth}` }))),
    outcomeOf(revokeHandOver(shop, screen.visitor, { cartKey }))
  ]);
  expect(new Set(outcomes).isSubsetOf(new Set(['done', 'not-found']))).toBe(true);
  expect(outcomes.at(-1)).toBe('done');
  const said = outcomes.slice(0, 10).filter((one) => one === 'done').length;
  expect(await wordsOf(asking.threadId)).toHaveLength(1 + said);
  // What was found before the claim ended is not good for anything afterwards.
  expect(await outcomeOf(sayInTalk(shop, asking, { key: shop.newId(), words: 'late' }))).toBe('not-found');

  const silent = await aPhone({ isSilent: true });
  const held = await talkingAtScreen(shop, screen.at, await claimed(screen.visitor, silent));
  await Promise.all([says(held, 'from the kiosk'), says(nobodyIn(silent.browser), 'from the phone'), says(held, 'again from the kiosk')]);
  expect((await wordsOf(await talkIn(silent.browser))).toSorted()).toEqual(['again from the kiosk', 'from the kiosk', 'from the phone']);
  expect(await talkMeant(shop, screen.at)).toBeUndefined();
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

/** As a page at `path`: which of the sessions of a browser is meant depends on it. */
async function open(cookie: string, path: string): Promise<LivePage> {
  const page = aPage(web.url, { origin: web.url, cookie });
  page.socket.auth = { at: path };
  pages.push(page);
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  return page;
}
const next = async (page: LivePage) => new Promise((heard) => page.socket.once('talk.changed', heard));

test('over the line: the kiosk that has the cart hears the talk and is answered in it, no other does, and a page made for somebody else says nothing', async () => {
  const phone = await aPhone();
  const [screen, another] = [await aScreen(), await aScreen()];
  const cartKey = await claimed(screen.visitor, phone);
  const threadId = (await talkIn(phone.browser)) ?? '';
  const kiosk = await open(screen.cookie, '/kiosk/talk');
  const other = await open(another.cookie, '/kiosk/talk');
  const onPhone = await open(`__Host-talk=${phone.browser}`, '/assistant');
  const watches = async (page: LivePage, key?: string) => {
    const answer = await page.socket.timeout(5_000).emitWithAck('talk.watch', { threadId, cartKey: key });
    return 'ok' in answer ? 'in' : answer.refused;
  };
  const speaks = async (page: LivePage, more: object = {}) => {
    const answer = await page.socket.timeout(60_000).emitWithAck('chat.say', { key: shop.newId(), words: 'do you have lamps?', ...more });
    return 'ok' in answer ? answer.ok : { refused: answer.refused };
  };
  expect([await watches(kiosk, cartKey), await watches(onPhone), await watches(other, cartKey), await watches(kiosk)]).toEqual([
    'in',
    'in',
    'not-found',
    'not-found'
  ]);
  expect(await speaks(other, { cartKey })).toEqual({ refused: 'not-found' });
  expect(await speaks(kiosk, { threadId })).toEqual({ refused: 'not-found' });
  expect(await speaks(onPhone, { threadId, cartKey })).toEqual({ refused: 'not-found' });
  const mark = markOf(shop, whoTalks(shop, await talkingAtScreen(shop, screen.at, cartKey)));
  expect(await speaks(kiosk, { mark })).toEqual({ refused: 'invalid' });
  expect(await speaks(onPhone, { mark })).toMatchObject({ said: 'answered', threadId });
  const heard = [next(kiosk), next(onPhone)];
  expect(await speaks(kiosk, { cartKey, mark })).toMatchObject({ said: 'answered', threadId });
  expect(await Promise.all(heard)).toMatchObject([{ threadId }, { threadId }]);
  expect((await messagesOf(shop.db, threadId)).map(({ channel }) => channel)).toContain('kiosk');

  const out = new Promise((told) => kiosk.socket.once('talk.taken_back', told));
  await revokeHandOver(shop, screen.visitor, { cartKey });
  expect(await out).toEqual({ threadId });
  expect(await speaks(kiosk, { cartKey, mark })).toEqual({ refused: 'not-found' });
  expect(await watches(kiosk, cartKey)).toBe('not-found');
  expect(shop.faults).toEqual([]);
});

test('the first word that is said while the cart is here is heard, at a till and at a kiosk; a cart that no browser showed has nothing to be heard', async () => {
  const [phone, screen] = [await aPhone({ isSilent: true }), await aScreen()];
  const cartKey = await claimed(screen.visitor, phone);
  const kiosk = await open(screen.cookie, '/kiosk/talk');
  const watches = async (page: LivePage, topic: object) => {
    const answer = await page.socket.timeout(5_000).emitWithAck('talk.watch', topic);
    return 'ok' in answer ? answer.ok : { refused: answer.refused };
  };
  expect(await watches(kiosk, { cartKey })).toMatchObject({ version: 0, seq: 0 });
  const heard = next(kiosk);
  await says(nobodyIn(phone.browser), 'anybody there?');
  const threadId = await talkIn(phone.browser);
  expect(await heard).toMatchObject({ threadId, seq: 1 });

  const till = await open(await cookieOf(shop, asha), '/till/cart');
  const begun = await aPhone({ isSilent: true });
  expect(await watches(till, { cartKey: await claimed(asha, begun) })).toMatchObject({ version: 0 });
  const atTill = next(till);
  await says(nobodyIn(begun.browser), 'hello');
  expect(await atTill).toMatchObject({ threadId: await talkIn(begun.browser), seq: 1 });
  expect(await watches(till, { cartKey: await claimed(asha, { owners: begun.owners }) })).toEqual({ refused: 'not-found' });
  expect(await watches(till, { cartKey })).toEqual({ refused: 'not-found' });
  expect(await watches(kiosk, { cartKey: phone.owners })).toEqual({ refused: 'not-found' });
  expect(await watches(kiosk, {})).toEqual({ refused: 'invalid' });
  expect(shop.faults).toEqual([]);
});
