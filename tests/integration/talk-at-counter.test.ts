import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockCart } from '#db/queries/carts.ts';
import { endClaim } from '#db/queries/hand-over.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { startCartAtTill } from '#lib/commerce/hand-over/start-cart-at-till.server.ts';
import { startKiosk } from '#lib/commerce/staff/start-kiosk.server.ts';
import { answerAtCounter } from '#lib/commerce/support/answer-at-counter.server.ts';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { readTalk } from '#lib/commerce/support/read-talk.server.ts';
import { readTalkAtCounter } from '#lib/commerce/support/read-talk-at-counter.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { askingOf } from '#lib/server/asking.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '#tests/support/live.ts';
import { aCart, aVariant, shopper } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, cookieOf, everybody, outcomeOf, type Person } from '#tests/support/staff.ts';
import { logOf } from '#tests/support/talks.ts';
import { untilWaiting } from '#tests/support/waiting.ts';

const HERE = 'blr-indiranagar';
const TERMINAL = 'the till at Indiranagar';
let shop: TestShop;
let web: WebProcess;
let asha: Person;
let ravi: Person;
let lamp: string;
const pages: LivePage[] = [];
beforeAll(async () => {
  shop = await openShop();
  [asha, ravi] = [await aPerson(shop, 'associate', HERE), await aPerson(shop, 'associate', HERE)];
  lamp = await aVariant(shop.db, { stock: { [HERE]: 99 }, priceMinor: 50_000 });
  web = await aProcess(shop);
});
afterAll(async () => {
  for (const page of pages) page.close();
  await web.stop();
  await shop.close();
});
beforeEach(() => shop.at(MORNING));

type Handing = { rhea: Customer; talk: Asking; owners: string; code: string };

/** Somebody with an account who has asked something, and shows the code of their cart. */
async function someoneWithACart(): Promise<Handing> {
  const rhea = await aCustomer(shop, { passwordless: true });
  const talk = await askingOf(shop, { actor: rhea, session: shop.newId(), browser: undefined });
  await sayInTalk(shop, talk, { key: shop.newId(), words: 'does the lamp come in blue?' });
  const { cartKey: owners, cartId } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey: owners, variantId: lamp, quantity: 1, key: shop.newId() });
  await shop.db.updateTable('cart').set({ customer_id: rhea.customerId }).where('id', '=', cartId).execute();
  const { code } = await offerHandOver(shop, shopper, { cartKey: owners });
  return { rhea, talk, owners, code };
}

const claimed = async (who: Person | Shopper, { code }: Handing, terminal = TERMINAL) =>
  (await claimHandOver(shop, who, { shown: { code }, terminal })).cartKey;
const answers = async (who: Person, cartKey: string, words = 'It does, here on the shelf.', key = shop.newId()) =>
  answerAtCounter(shop, who, { cartKey, key, words });

test('whoever has the cart in hand reads the talk and answers in it, once by its key; its shopper is told who reads along, and the log who did', async () => {
  const handing = await someoneWithACart();
  const { threadId } = handing.talk;
  expect((await readTalk(shop, threadId))?.readAt).toBeNull();
  const cartKey = await claimed(asha, handing);
  const read = await readTalkAtCounter(shop, asha, { cartKey });
  expect(read).toMatchObject({ threadId, takenBy: null, messages: [{ author: 'shopper', words: 'does the lamp come in blue?' }] });
  await readTalkAtCounter(shop, asha, { cartKey });
  const key = shop.newId();
  await Promise.all(Array.from({ length: 5 }, async () => answers(asha, cartKey, 'It does.', key)));
  const shown = await readTalk(shop, threadId);
  expect(shown).toMatchObject({ readAt: TERMINAL, takenBy: null });
  expect(shown?.messages.map(({ author, by, words }) => ({ author, by, words }))).toEqual([
    { author: 'shopper', by: null, words: 'does the lamp come in blue?' },
    { author: 'staff', by: asha.name, words: 'It does.' }
  ]);
  expect((await messagesOf(shop.db, threadId)).at(-1)?.channel).toBe('counter');
  expect((await logOf(shop, threadId)).map(({ tool, who, channel }) => ({ tool, who, channel }))).toEqual([
    { tool: 'read_talk', who: { as: 'staff', userId: asha.userId }, channel: 'pos' },
    { tool: 'answer_at_counter', who: { as: 'staff', userId: asha.userId }, channel: 'pos' }
  ]);
  expect(JSON.stringify(await logOf(shop, threadId))).not.toContain('It does');
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('it is nobody else’s: not another associate’s, not by another key, not of a cart begun at the till, and nobody without a counter', async () => {
  const handing = await someoneWithACart();
  const cartKey = await claimed(asha, handing);
  expect(await outcomeOf(readTalkAtCounter(shop, ravi, { cartKey }))).toBe('not-found');
  expect(await outcomeOf(answers(ravi, cartKey))).toBe('not-found');
  expect(await readTalkAtCounter(shop, asha, { cartKey: handing.owners })).toBeNull();
  expect(await outcomeOf(answers(asha, handing.owners))).toBe('not-found');
  const begun = await startCartAtTill(shop, asha, { terminal: TERMINAL, key: shop.newId() });
  await shop.db.updateTable('cart').set({ customer_id: null }).where('customer_id', '=', handing.rhea.customerId).execute();
  await shop.db.updateTable('cart').set({ customer_id: handing.rhea.customerId }).where('id', '=', begun.cartId).execute();
  expect(await readTalkAtCounter(shop, asha, { cartKey: begun.cartKey })).toBeNull();
  expect(await outcomeOf(answers(asha, begun.cartKey))).toBe('not-found');
  for (const who of everybody(HERE)) {
    const outcome = await outcomeOf(answerAtCounter(shop, who, { cartKey, key: shop.newId(), words: 'hello' }));
    expect(['forbidden', 'not-found']).toContain(outcome);
  }
});

test('with the cart the talk is gone, also for an answer at the same moment; where a desk answers, the counter reads only', async () => {
  const handing = await someoneWithACart();
  const cartKey = await claimed(asha, handing);
  const { ticketId } = await handOverTalk(shop, handing.talk, { orderId: null, about: 'product', words: 'a person please' });
  await takeOverTalk(shop, await aPerson(shop, 'support'), { ticketId });
  expect(await outcomeOf(answers(asha, cartKey))).toBe('not-allowed');
  expect((await readTalkAtCounter(shop, asha, { cartKey }))?.takenBy).toBe('The support');
  await revokeHandOver(shop, asha, { cartKey });
  expect(await outcomeOf(readTalkAtCounter(shop, asha, { cartKey }))).toBe('not-found');
  expect(await outcomeOf(answers(asha, cartKey))).toBe('not-found');

  const other = await someoneWithACart();
  const key = await claimed(asha, other);
  const many = await Promise.all([
    ...Array.from({ length: 10 }, async () => outcomeOf(answers(asha, key))),
    outcomeOf(revokeHandOver(shop, asha, { cartKey: key }))
  ]);
  expect(new Set(many).isSubsetOf(new Set(['done', 'not-found']))).toBe(true);
  const said = await messagesOf(shop.db, other.talk.threadId);
  expect(said).toHaveLength(1 + many.slice(0, 10).filter((one) => one === 'done').length);
  expect(await outcomeOf(answers(asha, key))).toBe('not-found');
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('whoever takes the cart back does not wait for what waits for the cart', async () => {
  const handing = await someoneWithACart();
  const cartKey = await claimed(asha, handing);
  const { cart_id: cartId, id: grantId } = await shop.db
    .selectFrom('cart_grant')
    .innerJoin('support_thread', (on) => on.on('support_thread.id', '=', handing.talk.threadId))
    .innerJoin('cart', (on) => on.onRef('cart.id', '=', 'cart_grant.cart_id').onRef('cart.customer_id', '=', 'support_thread.customer_id'))
    .select(['cart_grant.cart_id', 'cart_grant.id'])
    .executeTakeFirstOrThrow();
  const answering = await shop.db.transaction().execute(async (tx) => {
    await lockCart(tx, cartId);
    const waits = outcomeOf(answers(asha, cartKey));
    await untilWaiting(shop.db, 1);
    await sql`set local lock_timeout = '1s'`.execute(tx);
    await endClaim(tx, grantId, shop.now());
    return { waits };
  });
  expect(await answering.waits).toBe('not-found');
});

/** As a page at `path`: which of the sessions of a browser is meant depends on it. */
async function open(cookie: string, path: string): Promise<LivePage> {
  const page = aPage(web.url, { origin: web.url, cookie });
  page.socket.auth = { at: path };
  pages.push(page);
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  return page;
}
const watches = async (page: LivePage, threadId: string, cartKey?: string) => {
  const answer = await page.socket.timeout(5_000).emitWithAck('talk.watch', { threadId, cartKey });
  return 'ok' in answer ? 'in' : answer.refused;
};
/** Word of a message, or of a later one; what was said before we looked may still be told. */
const wordOf = async (page: LivePage, seq: number) =>
  new Promise((heard) => page.socket.on('talk.changed', (snapshot) => void (snapshot.seq >= seq && heard(snapshot))));

test('phone, kiosk and till hear each other in the talk; a kiosk whose cart is gone, and any other screen, hear nothing', async () => {
  const handing = await someoneWithACart();
  const { threadId } = handing.talk;
  const { kioskId, secret } = await startKiosk(shop, asha);
  const visitor: Shopper & { kiosk: { id: string; nodeId: string } } = { ...shopper, kiosk: { id: kioskId, nodeId: HERE } };
  const cartKey = await claimed(visitor, handing, 'the kiosk at Indiranagar');
  const kiosk = await open(`__Host-kiosk=${secret}`, '/kiosk/talk');
  const other = await open(`__Host-kiosk=${(await startKiosk(shop, asha)).secret}`, '/kiosk/talk');
  const phone = await open(await shopperCookie(shop, handing.rhea), '/assistant');
  const till = await open(await cookieOf(shop, asha), '/till/cart');
  expect(await watches(kiosk, threadId, cartKey)).toBe('in');
  expect(await watches(phone, threadId)).toBe('in');
  expect(await watches(other, threadId, cartKey)).toBe('not-found');
  expect(await watches(till, threadId, cartKey)).toBe('not-found');
  expect(await watches(kiosk, (await someoneWithACart()).talk.threadId, cartKey)).not.toBe('in');

  const [onKiosk, onPhone] = [wordOf(kiosk, 2), wordOf(phone, 2)];
  await sayInTalk(shop, handing.talk, { key: shop.newId(), words: 'and how high is it?' });
  expect([await onKiosk, await onPhone]).toMatchObject([
    { threadId, seq: 2 },
    { threadId, seq: 2 }
  ]);
  const session = shop.newId();
  const fromKiosk = await askingOf(shop, {
    actor: { ...visitor, customerId: handing.rhea.customerId },
    session: undefined,
    browser: session
  });
  const again = wordOf(phone, 3);
  await sayInTalk(shop, fromKiosk, { key: shop.newId(), words: 'I stand before it now' });
  expect(await again).toMatchObject({ threadId, seq: 3 });
  expect((await messagesOf(shop.db, threadId)).map(({ channel }) => channel)).toEqual(['chat', 'chat', 'kiosk']);

  // The visit is over: the screen is out of the talk before anything more is said in it.
  const out = new Promise((told) => kiosk.socket.once('talk.taken_back', told));
  await revokeHandOver(shop, visitor, { cartKey });
  expect(await out).toEqual({ threadId });
  expect(await watches(kiosk, threadId, cartKey)).toBe('not-found');
  const heard: unknown[] = [];
  kiosk.socket.on('talk.changed', (snapshot) => void heard.push(snapshot));
  const last = wordOf(phone, 4);
  await sayInTalk(shop, handing.talk, { key: shop.newId(), words: 'bye' });
  await last;
  expect(heard).toEqual([]);
});
