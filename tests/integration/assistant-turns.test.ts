import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerTurn, approveInTalk, pressInTalk } from '#agents/assistant.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { decideAction } from '#lib/commerce/support/decide-action.server.ts';
import { PROPOSED_MS } from '#lib/commerce/support/pending-action.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { takeTurn } from '#lib/commerce/support/take-turn.server.ts';
import { askedBy, TURN_MS } from '#lib/commerce/support/turn.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { lapseProposals } from '#realtime/sweeps.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { cardIn, saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, asGuest, aTalk, beside, logOf, stateOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let order: PaidOrder;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
beforeEach(async () => {
  rhea = await aCustomer(shop, { passwordless: true });
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
});
afterAll(async () => {
  expect(await brokenInvariants(shop.db)).toEqual([]);
  await shop.close();
});

const aTalkOf = async (): Promise<Asking> => aTalk(shop, asCustomer(rhea.customerId));
const all = async ({ threadId }: Asking) => messagesOf(shop.db, threadId);

test('a question is answered with the card of what it is about, what it rests on, and sentence by sentence after what is looked at', async () => {
  const heard = await saidTo(shop, await aTalkOf(), 'where is my order?');
  expect(heard.words).toMatch(/automatic assistant.*Kept for you/s);
  const [intro, opening, ...sentences] = heard.pieces;
  expect(opening).toBe('I look at your orders. ');
  expect(`${intro}${sentences.join('')}`).toBe(heard.words);
  expect(cardIn(heard, 'order')).toMatchObject({ number: order.number, orderId: order.orderId, parcels: [{ state: 'released' }] });
  expect(heard.message.grounds).toContainEqual(expect.objectContaining({ what: 'event', id: expect.stringContaining(order.orderId) }));
});

test('of several orders the shopper taps one; what is said there is understood as the answer', async () => {
  const other = await aPaidOrder(shop, { customerId: rhea.customerId });
  const talk = await aTalkOf();
  const asked = await saidTo(shop, talk, 'I want to cancel my order');
  expect(
    cardIn(asked, 'orders')!
      .orders.map(({ say }) => say)
      .toSorted()
  ).toEqual([order.number, other.number].toSorted());
  const shown = await saidTo(shop, talk, other.number);
  expect(cardIn(shown, 'action')).toMatchObject({ kind: 'cancel', order: other.number, amountMinor: expect.any(Number) });
  expect(shown.words).toContain('Nothing has happened yet');
  expect((await stateOf(shop, other.orderId)).life).toBe('confirmed');
});

test('a yes in words confirms nothing and shows it once more; the button does it, and the talk says what came of it, once', async () => {
  const talk = await aTalkOf();
  const first = cardIn(await saidTo(shop, talk, `cancel order ${order.number}`), 'action')!;
  const again = cardIn(await saidTo(shop, talk, 'yes'), 'action')!;
  expect(again.actionId).not.toBe(first.actionId);
  expect((await stateOf(shop, order.orderId)).refunds).toBe(0);
  expect((await pressInTalk(shop, talk, first)).code).toBe('action-over');
  const pressed = await Promise.all([1, 2, 3].map(async () => pressInTalk(shop, talk, again)));
  expect(pressed.filter(({ decision }) => decision === 'done')).toHaveLength(1);
  const said = await all(talk);
  expect(said.filter(({ key }) => key === `action:${again.actionId}:done`)).toMatchObject([{ author: 'assistant' }]);
  expect(said.at(-1)!.words).toMatch(/^It is cancelled\. Money: ₹/);
  expect(said.at(-1)!.cards).toMatchObject([{ type: 'order', number: order.number }]);
  expect((await logOf(shop, talk.threadId)).filter(({ decision }) => decision === 'withdrawn')).toHaveLength(1);
});

test('two browsers in one talk: each message is answered once, one turn after the other, whoever asks how often', async () => {
  const talk = await aTalkOf();
  const other = beside(shop, talk);
  const said = await Promise.all([
    sayInTalk(shop, talk, { key: shop.newId(), words: 'hello' }),
    sayInTalk(shop, other, { key: shop.newId(), words: `where is ${order.number}` })
  ]);
  const outcomes = await Promise.all(
    said.flatMap(({ messageId }) => [talk, other, talk].map(async (by) => answerTurn(shop, by, { messageId })))
  );
  expect(new Set(outcomes.map((one) => (one.said === 'answered' ? one.answerId : one.said))).size).toBe(2);
  const kept = await all(talk);
  expect(
    kept
      .filter(({ author }) => author === 'assistant')
      .map(({ key }) => key)
      .toSorted()
  ).toEqual(said.map(({ messageId }) => `answer:${messageId}`).toSorted());
  expect(kept.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(await shop.db.selectFrom('support_turn').selectAll().where('thread_id', '=', talk.threadId).execute()).toEqual([]);
});

test('a process that dies in a turn leaves a message that the next one answers', async () => {
  const talk = await aTalkOf();
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'hello' });
  expect((await takeTurn(shop, talk, { asked: askedBy(messageId), holder: shop.newId() })).go).toBe('answer');
  expect((await takeTurn(shop, talk, { asked: askedBy(messageId), holder: shop.newId() })).go).toBe('busy');
  shop.at(new Date(Date.parse(MORNING) + TURN_MS));
  expect((await answerTurn(shop, talk, { messageId })).said).toBe('answered');
  shop.at(MORNING);
});

test('while one of us has the talk the assistant is silent', async () => {
  const talk = await aTalkOf();
  const { userId } = await aPerson(shop, 'support');
  await shop.db.updateTable('support_thread').set({ taken_by: userId }).where('id', '=', talk.threadId).execute();
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'where is my order' });
  expect(await answerTurn(shop, talk, { messageId })).toEqual({ said: 'taken' });
  expect(await all(talk)).toHaveLength(1);
  // Given back, the message that waited is answered.
  await shop.db.updateTable('support_thread').set({ taken_by: null }).where('id', '=', talk.threadId).execute();
  expect((await answerTurn(shop, talk, { messageId })).said).toBe('answered');
});

test('a person in one turn, whatever was going on; they find who, which order, what was wanted and tried, what waited, and the mood', async () => {
  const talk = await aTalkOf();
  await saidTo(shop, talk, `cancel order ${order.number}`);
  const heard = await saidTo(shop, talk, 'THIS IS USELESS!! a human please');
  expect(heard.words).toContain('One of us goes on');
  const [ticket] = await shop.db.selectFrom('support_ticket').selectAll().where('thread_id', '=', talk.threadId).execute();
  expect(ticket).toMatchObject({ order_id: order.orderId, state: 'open' });
  expect(ticket!.summary).toMatchObject({
    who: `customer:${rhea.customerId}`,
    order: order.orderId,
    tried: expect.arrayContaining([{ tool: 'cancel', decision: 'needs_approval', code: null }]),
    waiting: { kind: 'cancel', state: 'withdrawn' },
    mood: 'angry'
  });
});

test('several wishes in one message: what is read is answered, one thing is shown, and the rest comes after the button', async () => {
  const other = await aPaidOrder(shop, { customerId: rhea.customerId });
  const talk = await aTalkOf();
  const heard = await saidTo(shop, talk, `where is ${order.number}? cancel order ${order.number}. and also cancel order ${other.number}`);
  expect(heard.cards.filter(({ type }) => type === 'action')).toMatchObject([{ order: order.number }]);
  expect(heard.words).toMatch(/Kept for you.*comes next/s);
  expect((await pressInTalk(shop, talk, cardIn(heard, 'action')!)).decision).toBe('done');
  const after = (await all(talk)).at(-1)!;
  expect(after.cards).toMatchObject([{ type: 'action', order: other.number }]);
  expect((await stateOf(shop, other.orderId)).life).toBe('confirmed');
});

test('what nobody understands is never acted on: buttons first, then a person; other languages, pictures and floods are answered', async () => {
  const talk = await aTalkOf();
  const first = await saidTo(shop, talk, 'blorp flim zzz');
  const second = await saidTo(shop, talk, 'asdf qwer');
  expect([first.message.words, second.words].every((words) => !words.includes('MZ-'))).toBe(true);
  expect(cardIn(second, 'choices')!.choices).toContainEqual({ label: 'A person, please', say: 'a person, please' });
  for (const words of ['🙏🙏🙏', 'où est ma commande s’il vous plaît', 'ஆர்டர் எங்கே', 'x '.repeat(10_000), '<script>alert(1)</script>']) {
    const heard = await saidTo(shop, talk, words);
    expect(heard.words.length).toBeGreaterThan(10);
    expect(heard.words).not.toMatch(/script|MZ-/);
  }
  expect(shop.faults).toEqual([]);
});

test('Hindi in both scripts is answered in it', async () => {
  const talk = await aTalkOf();
  expect((await saidTo(shop, talk, 'नमस्ते')).words).toMatch(/सहायक/);
  expect((await saidTo(shop, talk, 'mera order kab aayega bhai')).words).toMatch(/Kab tak/);
  expect((await saidTo(shop, talk, 'मेरा ऑर्डर कहाँ है')).words).toMatch(/कब तक/);
});

test('a guest of one order asks for that order alone, and nobody who is known is told to sign in', async () => {
  const guests = await aPaidOrder(shop);
  const guest = await aTalk(shop, asGuest(guests.orderId));
  expect(cardIn(await saidTo(shop, guest, 'where is my order'), 'order')).toMatchObject({ number: guests.number });
  const foreign = await saidTo(shop, guest, `where is ${order.number}`);
  const made = await saidTo(shop, guest, 'where is MZ-0000000000');
  expect(foreign.words).toBe(made.words);
  const nobody = await aTalk(shop, { as: 'anonymous' });
  expect((await saidTo(shop, nobody, `cancel ${order.number}`)).words).toContain('sign in');
  expect(await outcomeOf(answerTurn(shop, guest, { messageId: (await all(nobody))[0]!.id }))).toBe('not-found');
});

test('so much money that one of us says yes as well: each step is told in the talk, and so is a proposal that nobody pressed in time', async () => {
  const dear = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1, priceMinor: 5_000_000 });
  const talk = await aTalkOf();
  const support = await aPerson(shop, 'support');
  const shown = await saidTo(shop, talk, `cancel order ${dear.number}`);
  expect(cardIn(shown, 'action')).toMatchObject({ needsStaff: true, amountMinor: expect.any(Number) });
  await pressInTalk(shop, talk, cardIn(shown, 'action')!);
  expect((await all(talk)).at(-1)!.words).toContain('one of us says yes as well; you hear of it here');
  await approveInTalk(shop, support, cardIn(shown, 'action')!.actionId);
  expect((await all(talk)).at(-1)!.words).toMatch(/^It is cancelled\. Money: ₹/);

  const other = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1, priceMinor: 6_000_000 });
  const next = cardIn(await saidTo(shop, talk, `cancel order ${other.number}`), 'action')!;
  await pressInTalk(shop, talk, next);
  await decideAction(shop, support, { actionId: next.actionId, decision: 'decline', reason: 'It has left the house already' });
  expect((await all(talk)).at(-1)!.words).toContain('It has left the house already');

  await saidTo(shop, talk, `cancel order ${order.number}`);
  shop.at(new Date(Date.parse(MORNING) + PROPOSED_MS));
  await lapseProposals(shop);
  await lapseProposals(shop);
  shop.at(MORNING);
  expect((await all(talk)).filter(({ words }) => words.includes('ten minutes ago'))).toHaveLength(1);
});
