import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deskCounts, deskTickets, notesOf, ticketInFull } from '#db/queries/support-desk.ts';
import { takeThread } from '#db/queries/support-tickets.ts';
import { customerData, forgetCustomer } from '#db/queries/customer-data.ts';
import { answerTalk } from '#lib/commerce/support/answer-talk.server.ts';
import { closeTicket } from '#lib/commerce/support/close-ticket.server.ts';
import { giveBackTalk } from '#lib/commerce/support/give-back-talk.server.ts';
import { giveTicket } from '#lib/commerce/support/give-ticket.server.ts';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { hearShopper } from '#lib/commerce/support/hear-shopper.server.ts';
import { rateTicket } from '#lib/commerce/support/rate-ticket.server.ts';
import { readTicket } from '#lib/commerce/support/read-ticket.server.ts';
import { reopenTicket } from '#lib/commerce/support/reopen-ticket.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import { takeTicket } from '#lib/commerce/support/take-ticket.server.ts';
import { dueNext, REOPENS_WITHIN_MS } from '#lib/commerce/support/ticket.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { writeNote } from '#lib/commerce/support/write-note.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { later } from '../support/later.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '../support/staff.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let meera: Person;
let kabir: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  [meera, kabir] = [await aPerson(shop, 'support'), await aPerson(shop, 'manager')];
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

async function handedOver(words = 'a person please'): Promise<{ talk: Asking; ticketId: string }> {
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  return { talk, ...(await handOverTalk(shop, talk, { orderId: null, about: 'order', words })) };
}

const says = async (talk: Asking, words: string) => sayInTalk(shop, talk, { key: shop.newId(), words });
const answer = (ticketId: string, more: { key?: string; words?: string; goesOn?: boolean } = {}) =>
  answerTalk(shop, meera, { ticketId, key: shop.newId(), words: 'I look into it.', goesOn: false, ...more });
const at = async (ticketId: string) =>
  shop.db.selectFrom('support_ticket').selectAll().where('id', '=', ticketId).executeTakeFirstOrThrow();
const takenBy = async ({ threadId }: Asking) =>
  (await shop.db.selectFrom('support_thread').select('taken_by').where('id', '=', threadId).executeTakeFirstOrThrow()).taken_by;
const factsOf = async ({ threadId }: Asking) =>
  (await shop.db.selectFrom('event').select('type').where('topic', '=', `support:${threadId}`).orderBy('position').execute()).map(
    ({ type }) => type
  );
const minutes = (many: number) => new Date(Date.parse(MORNING) + many * 60_000);

test('from a hand-over to the stars: each step is a fact, and its clock stands still while the shopper has the word', async () => {
  const { talk, ticketId } = await handedOver();
  expect(await at(ticketId)).toMatchObject({ state: 'open', priority: 'normal', first_due_at: minutes(30), solve_due_at: minutes(1440) });
  await later(shop, 4, () => takeOverTalk(shop, meera, { ticketId }));
  expect(await takenBy(talk)).toBe(meera.userId);
  await later(shop, 5, () => answer(ticketId));
  expect(await at(ticketId)).toMatchObject({ state: 'waiting', first_answered_at: minutes(5), assignee_id: meera.userId });

  await later(shop, 65, async () => {
    await says(talk, 'it is the blue one');
    await hearShopper(shop, SYSTEM, talk);
    await hearShopper(shop, SYSTEM, talk);
  });
  expect(await at(ticketId)).toMatchObject({ state: 'assigned', waited_seconds: 3_600, solve_due_at: minutes(1500) });
  await later(shop, 70, () => closeTicket(shop, meera, { ticketId }));
  expect(await at(ticketId)).toMatchObject({ state: 'closed', closed_at: minutes(70) });
  expect(await takenBy(talk)).toBe(null);
  await rateTicket(shop, talk, { ticketId, stars: 5, words: 'Thank you, Meera' });
  expect(await outcomeOf(rateTicket(shop, talk, { ticketId, stars: 1, words: '' }))).toBe('not-allowed');
  expect(await at(ticketId)).toMatchObject({ stars: 5, stars_words: 'Thank you, Meera' });
  expect(await factsOf(talk)).toEqual([
    'support.said',
    'support.handed_over',
    'support.taken',
    'support.assigned',
    'support.said',
    'support.answered',
    'support.said',
    'support.heard',
    'support.closed',
    'support.rated'
  ]);
});

test('of two who take it at once one has it, and the other hears so', async () => {
  for (const take of [takeTicket, takeOverTalk]) {
    const { talk, ticketId } = await handedOver();
    const outcomes = await Promise.all([meera, kabir, meera, kabir].map(async (one) => outcomeOf(take(shop, one, { ticketId }))));
    expect(outcomes.toSorted()).toEqual(['done', 'done', 'not-allowed', 'not-allowed']);
    const { assignee_id } = await at(ticketId);
    if (take === takeOverTalk) expect(await takenBy(talk)).toBe(assignee_id);
    expect((await factsOf(talk)).filter((type) => type === 'support.assigned')).toHaveLength(1);
  }
});

test('the database itself lets a talk be taken by one of us, and keeps one ticket that is not over', async () => {
  const { talk } = await handedOver();
  await shop.db.updateTable('support_thread').set({ taken_by: kabir.userId }).where('id', '=', talk.threadId).execute();
  expect(await shop.db.transaction().execute(async (tx) => takeThread(tx, talk.threadId, meera.userId))).toBe(undefined);
  await shop.db.updateTable('support_thread').set({ taken_by: null }).where('id', '=', talk.threadId).execute();
  for (const broken of [
    sql`insert into support_ticket (id, thread_id, state, about, summary, opened_at, first_due_at, solve_due_at)
      select ${shop.newId()}, thread_id, 'reopened', about, summary, opened_at, first_due_at, solve_due_at from support_ticket
      where thread_id = ${talk.threadId}`,
    sql`update support_ticket set state = 'assigned' where thread_id = ${talk.threadId}`,
    sql`update support_ticket set state = 'waiting', assignee_id = ${meera.userId} where thread_id = ${talk.threadId}`,
    sql`update support_ticket set stars = 6, stars_at = now() where thread_id = ${talk.threadId}`
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- each by itself
    await expect(broken.execute(shop.db)).rejects.toThrow(/support_ticket/);
  }
});

test('whoever does not have the talk says nothing in it, and what is said twice is said once', async () => {
  const { talk, ticketId } = await handedOver();
  expect(await outcomeOf(answer(ticketId))).toBe('not-allowed');
  await takeOverTalk(shop, meera, { ticketId });
  const answering = { ticketId, key: 'one', words: 'Hello Rhea', goesOn: true };
  expect(await outcomeOf(answerTalk(shop, kabir, answering))).toBe('not-allowed');
  await Promise.all([1, 2, 3].map(async () => answerTalk(shop, meera, answering)));
  const said = await shop.db.selectFrom('support_message').selectAll().where('thread_id', '=', talk.threadId).orderBy('seq').execute();
  expect(said.map(({ author, words, seq, said_by }) => [seq, author, words, said_by])).toEqual([
    [1, 'shopper', 'a person please', null],
    [2, 'staff', 'Hello Rhea', meera.userId]
  ]);
  expect((await at(ticketId)).state).toBe('assigned');
  for (const words of [' ', 'Dear {name}, it comes.']) expect(await outcomeOf(answer(ticketId, { words }))).toBe('invalid');
});

test('it is given to another with the talk, let go for anybody, and given back to the assistant', async () => {
  const { talk, ticketId } = await handedOver();
  await takeOverTalk(shop, meera, { ticketId });
  expect(await outcomeOf(giveTicket(shop, meera, { ticketId, to: rhea.customerId }))).toBe('invalid');
  await giveTicket(shop, meera, { ticketId, to: kabir.userId });
  expect([(await at(ticketId)).assignee_id, await takenBy(talk)]).toEqual([kabir.userId, kabir.userId]);
  expect(await outcomeOf(giveBackTalk(shop, meera, { ticketId }))).toBe('not-allowed');
  await giveBackTalk(shop, kabir, { ticketId });
  expect([(await at(ticketId)).state, await takenBy(talk)]).toEqual(['assigned', null]);
  await giveTicket(shop, kabir, { ticketId, to: null });
  expect(await at(ticketId)).toMatchObject({ state: 'open', assignee_id: null });
  expect(await outcomeOf(closeTicket(shop, kabir, { ticketId }))).toBe('not-allowed');
});

test('asked for again soon it is opened again, and later it is another; stars are those of its shopper', async () => {
  const { talk, ticketId } = await handedOver();
  await takeTicket(shop, meera, { ticketId });
  expect(await outcomeOf(rateTicket(shop, talk, { ticketId, stars: 5, words: '' }))).toBe('not-allowed');
  await closeTicket(shop, meera, { ticketId });
  const again = async () => (await handOverTalk(shop, talk, { orderId: null, about: 'order', words: 'it is not solved' })).ticketId;
  expect(await later(shop, 60, again)).toBe(ticketId);
  expect(await at(ticketId)).toMatchObject({ state: 'reopened', assignee_id: null, waited_seconds: 3_600, solve_due_at: minutes(1500) });
  await later(shop, 61, async () => {
    await takeTicket(shop, meera, { ticketId });
    await closeTicket(shop, meera, { ticketId });
  });
  const elsewhere = await aTalk(shop, asCustomer((await aCustomer(shop)).customerId));
  expect(await outcomeOf(rateTicket(shop, elsewhere, { ticketId, stars: 1, words: '' }))).toBe('not-found');
  expect(await outcomeOf(rateTicket(shop, talk, { ticketId, stars: 6, words: '' }))).toBe('invalid');
  await reopenTicket(shop, kabir, { ticketId });
  expect(await outcomeOf(reopenTicket(shop, kabir, { ticketId }))).toBe('not-allowed');
  await takeTicket(shop, meera, { ticketId });
  await closeTicket(shop, meera, { ticketId });
  const much = REOPENS_WITHIN_MS / 60_000 + 1;
  expect(await later(shop, much, again)).not.toBe(ticketId);
  expect(await outcomeOf(reopenTicket(shop, kabir, { ticketId }))).toBe('not-allowed');
});

test('the desk lists what is late first, page after page, and finds by who has it and by the order', async () => {
  const before = (await deskTickets(shop.db, { view: 'todo', limit: 100 })).tickets.length;
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1 });
  const angry = await later(shop, 1, () => handedOver('this is a scam, the worst shop'));
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const { ticketId } = await handOverTalk(shop, talk, { orderId: order.orderId, about: 'product', words: 'which size is it' });
  await takeTicket(shop, meera, { ticketId });
  const { tickets } = await deskTickets(shop.db, { view: 'todo', limit: 100 });
  expect(tickets).toHaveLength(before + 2);
  expect(tickets[0]).toMatchObject({ id: angry.ticketId, priority: 'high', shopperName: expect.any(String), last: { author: 'shopper' } });
  const due = tickets.map((one) => dueNext(one, minutes(0))!.dueAt.getTime());
  expect(due).toEqual(due.toSorted((a, b) => a - b));
  const walked: string[] = [];
  for (let after; ;) {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const page = await deskTickets(shop.db, { view: 'todo', limit: 2, after });
    walked.push(...page.tickets.map(({ id }) => id));
    if (!page.next) break;
    after = page.next;
  }
  expect(walked).toEqual(tickets.map(({ id }) => id));
  const ids = async (wish: object) => (await deskTickets(shop.db, { view: 'todo', limit: 100, ...wish })).tickets.map(({ id }) => id);
  expect(await ids({ orderNumber: order.number })).toEqual([ticketId]);
  expect(await ids({ assigneeId: meera.userId })).toContain(ticketId);
  expect(await ids({ assigneeId: 'nobody' })).not.toContain(ticketId);
  expect(await deskCounts(shop.db, minutes(20))).toMatchObject({ todo: before + 2, late: expect.any(Number) });
  expect((await deskCounts(shop.db, minutes(9_999))).late).toBeGreaterThan((await deskCounts(shop.db, minutes(0))).late);
});

test('notes are for each other and never in the talk, once by their key', async () => {
  const { talk, ticketId } = await handedOver();
  await Promise.all([1, 2].map(async () => writeNote(shop, meera, { ticketId, key: 'a', words: 'Called the carrier.' })));
  expect(await outcomeOf(writeNote(shop, meera, { ticketId, key: 'a', words: 'Something else' }))).toBe('key-reused');
  expect(await notesOf(shop.db, ticketId)).toMatchObject([{ words: 'Called the carrier.', by: meera.name }]);
  const said = await shop.db.selectFrom('support_message').select('words').where('thread_id', '=', talk.threadId).execute();
  expect(JSON.stringify([said, await customerData(shop.db, rhea.customerId)])).not.toContain('Called the carrier');
});

test('who reads what somebody said to us is in its log, once a quarter of an hour', async () => {
  const { talk, ticketId } = await handedOver();
  const read = async () => (await logOf(shop, talk.threadId)).filter(({ tool }) => tool === 'read_talk').map(({ who }) => who);
  await readTicket(shop, meera, { ticketId });
  await readTicket(shop, meera, { ticketId });
  expect(await read()).toEqual([{ as: 'staff', userId: meera.userId }]);
  await later(shop, 16, () => readTicket(shop, meera, { ticketId }));
  await readTicket(shop, kabir, { ticketId });
  expect(await read()).toHaveLength(3);
  expect(await outcomeOf(readTicket(shop, meera, { ticketId: shop.newId() }))).toBe('not-found');
});

test('nobody but the desk reads, takes, answers, notes or ends', async () => {
  const { ticketId } = await handedOver();
  const asks = { ticketId, key: 'k', words: 'w', goesOn: false, to: null };
  for (const command of [
    readTicket,
    takeTicket,
    takeOverTalk,
    giveBackTalk,
    giveTicket,
    answerTalk,
    writeNote,
    closeTicket,
    reopenTicket
  ]) {
    for (const actor of everybody(TALK_NODE)) {
      if (['support', 'manager', 'admin'].includes(actor.role)) continue;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await outcomeOf(command(shop, actor, asks)), `${command.name} ${actor.role}`).toBe('forbidden');
    }
  }
});

test('with the account goes what was noted and what was said of how it was', async () => {
  const omar = await aCustomer(shop, { name: 'Omar', passwordless: true });
  const talk = await aTalk(shop, asCustomer(omar.customerId));
  const { ticketId } = await handOverTalk(shop, talk, { orderId: null, about: 'other', words: 'I live in Secret Lane' });
  await writeNote(shop, meera, { ticketId, key: 'n', words: 'Lives in Secret Lane' });
  await takeTicket(shop, meera, { ticketId });
  await closeTicket(shop, meera, { ticketId });
  await rateTicket(shop, talk, { ticketId, stars: 2, words: 'Come to Secret Lane' });
  expect(JSON.stringify(await customerData(shop.db, omar.customerId))).toContain('Come to Secret Lane');
  await shop.db.transaction().execute(async (tx) => forgetCustomer(tx, omar.customerId, shop.now()));
  const kept = [await ticketInFull(shop.db, ticketId), await notesOf(shop.db, ticketId), await logOf(shop, talk.threadId)];
  expect(JSON.stringify(kept)).not.toContain('Secret');
  expect(await at(ticketId)).toMatchObject({ stars: 2, stars_words: '' });
});
