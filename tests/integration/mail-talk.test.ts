import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newestMails, type Mail } from '#db/queries/mail.ts';
import { actionsOfTalk } from '#db/queries/talk-page.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { answerTalk } from '#lib/commerce/support/answer-talk.server.ts';
import { cardsIn, type CardOf } from '#lib/commerce/support/card.ts';
import { claimAction } from '#lib/commerce/support/claim-action.server.ts';
import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import type { Asking, Who } from '#lib/commerce/support/who.ts';
import { replyAddress } from '#lib/server/reply-address.ts';
import { SIGNATURE_HEADER, signWebhook } from '#lib/server/webhook-signature.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { WORKERS } from '#realtime/workers.ts';
import { ask, rowCounts, SECRET, signed, type Answer } from '../support/api-world.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { aPaidOrder, asCustomer, asGuest, logOf, stateOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let order: PaidOrder;
let talk: Asking;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
afterAll(() => shop.close());
beforeEach(async () => {
  shop.at(MORNING);
  rhea = await aCustomer(shop);
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
  talk = await talkOf(asCustomer(rhea.customerId));
});

/** As a browser of theirs has it. */
async function talkOf(who: Who): Promise<Asking> {
  const session = shop.newId();
  return { who, channel: 'chat', session, threadId: await openCurrentThread(shop, { who, session }) };
}

type Written = { messageId?: string; to?: string; from?: string; text?: string };
const mail = ({ messageId = `<${shop.newId()}@mail.example>`, ...more }: Written = {}) => ({
  messageId,
  to: `mez <${replyAddress(shop, talk.threadId)}>`,
  from: `Rhea Pinto <${rhea.email}>`,
  subject: 'Re: Your talk with mez',
  text: `where is ${order.number}?\n\nOn Wed, 25 Nov 2026 at 10:12, mez wrote:\n> cancel my order`,
  ...more
});
const comes = async (written: Written = {}): Promise<Answer> => ask(shop, signed(shop, '/webhooks/mail', mail(written)));

/** All that follows from what happened in a talk, each twice as a job may run. */
async function followUps({ threadId }: Asking): Promise<void> {
  for (let done = 0, more = true; more;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const rows = await shop.db.selectFrom('event').selectAll().where('topic', '=', `support:${threadId}`).orderBy('version').execute();
    const events = rows.map(({ type, topic, version, data }) => ({ ...(data as object), type, topic, version }) as CommerceEvent);
    for (const job of events.slice(done).flatMap((event) => jobsOf(event))) {
      const run = WORKERS[job.queue] as (on: TestShop, data: object) => Promise<void>;
      // oxlint-disable-next-line no-await-in-loop -- as a queue does
      await run(shop, job.data);
      // oxlint-disable-next-line no-await-in-loop -- and again
      await run(shop, job.data);
    }
    more = rows.length > done;
    done = rows.length;
  }
}

const mailsTo = async (to: string): Promise<Mail[]> =>
  (await newestMails(shop.db, { to, limit: 50 })).filter(({ kind }) => kind === 'talk');
const saidIn = async ({ threadId }: Asking) => messagesOf(shop.db, threadId);
const proposalIn = async (of: Asking): Promise<CardOf<'action'>> =>
  (await saidIn(of)).flatMap(({ cards }) => cardsIn(cards)).findLast((card) => card.type === 'action') as CardOf<'action'>;

test('a mail that answers one of ours is said in the talk and answered by mail, once however often it comes', async () => {
  const messageId = '<the same@mail.example>';
  expect((await comes({ messageId })).json).toEqual({ outcome: 'taken' });
  const again = await Promise.all([comes({ messageId }), comes({ messageId, text: 'something else' })]);
  expect(again.map(({ status, json }) => [status, json['outcome']])).toEqual([
    [200, 'known'],
    [200, 'known']
  ]);
  await followUps(talk);
  const [said, answer, ...more] = await saidIn(talk);
  expect(said).toMatchObject({ author: 'shopper', channel: 'email', words: `where is ${order.number}?` });
  expect(answer).toMatchObject({ author: 'assistant', channel: 'email' });
  expect(more).toEqual([]);
  const [sent, ...others] = await mailsTo(rhea.email);
  expect(others).toEqual([]);
  expect(sent).toMatchObject({ id: answer!.id, replyTo: replyAddress(shop, talk.threadId), subject: 'Your talk with mez' });
  expect(sent!.text).toContain(answer!.words);
  expect(sent!.text).toContain(`Order ${order.number}`);
  expect(sent!.text).toContain('http://localhost:3000/assistant');

  // The answer can be answered, from whatever case a mail program makes of the address.
  expect((await comes({ to: sent!.replyTo!.toUpperCase(), text: 'thank you' })).json).toEqual({ outcome: 'taken' });
});

test('what nobody signed, what is old, and an address that was never ours leave nothing behind', async () => {
  const before = await rowCounts(shop);
  const raw = JSON.stringify(mail());
  const sent = (header: string) => ask(shop, { method: 'POST', path: '/webhooks/mail', raw, headers: { [SIGNATURE_HEADER]: header } });
  for (const header of [
    't=1,v1=zz',
    signWebhook(raw, ['a secret of somebody else'], shop.now()),
    signWebhook(raw, [SECRET], new Date(shop.now().getTime() - 360_000))
  ])
    expect(await sent(header)).toMatchObject({ status: 401, json: { code: 'signature-wrong' } });
  const ofNobody = [replyAddress(shop, shop.newId()), `talk+${'0'.repeat(52)}@mez.example`, 'talk@mez.example'];
  for (const to of ofNobody) expect(await comes({ to })).toMatchObject({ status: 404, json: { code: 'not-found' } });
  expect(await rowCounts(shop)).toEqual(before);
});

test('a mail that was passed on opens no talk to whoever got it: nothing is said, nothing goes out, and the log says so without their words', async () => {
  const others = ['meddler@example.net', `"${rhea.email}" <meddler@example.net>`, `${rhea.email}, meddler@example.net`];
  for (const from of others) expect(await comes({ from })).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  await followUps(talk);
  expect(await saidIn(talk)).toEqual([]);
  expect([...(await mailsTo(rhea.email)), ...(await mailsTo('meddler@example.net'))]).toEqual([]);
  const log = await logOf(shop, talk.threadId);
  expect(log).toHaveLength(others.length);
  expect(log[0]).toMatchObject({ tool: 'mail', channel: 'email', decision: 'refused', code: 'forbidden', who: { as: 'system' } });
  expect(JSON.stringify(log)).not.toMatch(/meddler|where is/);

  // Nobody fills the log that way, and Rhea is heard all the same.
  const many = [];
  for (let at = 0; at < 20; at += 1) many.push((await comes({ from: 'meddler@example.net' })).status);
  expect(many.at(-1)).toBe(429);
  expect((await comes()).status).toBe(200);
});

test('a talk of nobody who is known, and an address that nobody confirmed, are not written to', async () => {
  const nobody = await talkOf({ as: 'anonymous' });
  expect((await comes({ to: replyAddress(shop, nobody.threadId) })).status).toBe(403);
  await shop.db.updateTable('app_user').set({ email_confirmed_at: null }).where('id', '=', rhea.customerId).execute();
  expect((await comes()).status).toBe(403);
});

test('what is wished for by mail is only shown, and neither a yes by mail nor a press elsewhere does it', async () => {
  const before = await stateOf(shop, order.orderId);
  await comes({ text: `cancel order ${order.number}` });
  await followUps(talk);
  const shown = await proposalIn(talk);
  const [sent] = await mailsTo(rhea.email);
  expect(sent!.text).toContain('What would be done:');
  expect(sent!.text).toContain('Nothing of it is done yet, and no mail does it.');
  expect(sent!.text).not.toContain(shown.hash);
  expect(await outcomeOf(claimAction(shop, talk, { actionId: shown.actionId, hash: shown.hash }))).toBe('action-elsewhere');

  for (const text of ['yes I confirm', `yes, cancel it. actionId ${shown.actionId} hash ${shown.hash}`, 'OK']) {
    await comes({ text });
    await followUps(talk);
  }
  expect(await stateOf(shop, order.orderId)).toEqual(before);
  const states = Object.values(await actionsOfTalk(shop.db, talk.threadId)).map(({ state }) => state);
  expect(states.length).toBeGreaterThan(0);
  expect(new Set(states).isSubsetOf(new Set(['waiting', 'withdrawn']))).toBe(true);
});

test('a guest is known by the address of the order, and led to its talk', async () => {
  const { orderId, number } = await aPaidOrder(shop);
  const who = asGuest(orderId);
  const theirs = await talkOf(who);
  const { contact } = await shop.db.selectFrom('orders').select('contact').where('id', '=', orderId).executeTakeFirstOrThrow();
  const { email } = contact as { email: string };
  const to = replyAddress(shop, theirs.threadId);
  expect((await comes({ to })).status).toBe(403);
  expect((await comes({ to, from: email.toUpperCase(), text: 'where is my order?' })).status).toBe(200);
  await followUps(theirs);
  const [sent] = await mailsTo(email);
  expect(sent!.subject).toBe(`Your talk with mez (order ${number})`);
  expect(sent!.text).toContain(`http://localhost:3000/assistant?order=${shop.keys.make('order', orderId)}`);
});

test('what one of us answers goes by mail to whoever wrote last by mail, once, and to nobody who is in the shop', async () => {
  const meera = await aPerson(shop, 'support');
  await comes({ text: 'I want to talk to a person' });
  await followUps(talk);
  const { id: ticketId } = await shop.db
    .selectFrom('support_ticket')
    .select('id')
    .where('thread_id', '=', talk.threadId)
    .executeTakeFirstOrThrow();
  await takeOverTalk(shop, meera, { ticketId });
  const soFar = (await mailsTo(rhea.email)).length;
  expect(soFar).toBe(1);

  // While one of us has the talk, what comes by mail waits for them.
  await comes({ text: 'the blue one is broken' });
  const answer = { ticketId, key: shop.newId(), words: 'I send you another one.', goesOn: false };
  await followUps(talk);
  await Promise.all([answerTalk(shop, meera, answer), answerTalk(shop, meera, answer)]);
  await followUps(talk);
  const [sent, ...before] = await mailsTo(rhea.email);
  expect(before).toHaveLength(soFar);
  expect(sent!.text).toMatch(/^I send you another one\.\n\nAnswer this mail/);

  await sayInTalk(shop, talk, { key: shop.newId(), words: 'thank you' });
  await answerTalk(shop, meera, { ...answer, key: shop.newId(), words: 'You are welcome.' });
  await followUps(talk);
  expect(await mailsTo(rhea.email)).toHaveLength(soFar + 1);
});
