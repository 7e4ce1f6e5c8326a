import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answersOftenSaid } from '#db/queries/support-answers.ts';
import { proposedIn, ticketInFull } from '#db/queries/support-desk.ts';
import { timesByAbout, timesByWeek } from '#db/queries/support-times.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { soundClock } from '#lib/commerce/returns/sound-clock.server.ts';
import { answerTalk } from '#lib/commerce/support/answer-talk.server.ts';
import { closeTicket } from '#lib/commerce/support/close-ticket.server.ts';
import { decideAction } from '#lib/commerce/support/decide-action.server.ts';
import { endAnswer } from '#lib/commerce/support/end-answer.server.ts';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { openIssueTicket } from '#lib/commerce/support/open-issue-ticket.server.ts';
import { rateTicket } from '#lib/commerce/support/rate-ticket.server.ts';
import { saveAnswer } from '#lib/commerce/support/save-answer.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { later } from '../support/later.ts';
import { aPage, aProcess } from '../support/live.ts';
import { aNode, asha, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, cookieOf, outcomeOf, type Person } from '../support/staff.ts';
import { aPaidOrder, asCustomer, aTalk, proposed, stateOf, TALK_NODE } from '../support/talks.ts';

const STORE = 'blr-indiranagar';
const A_WEEK_MIN = 7 * 24 * 60;

let shop: TestShop;
let rhea: Customer;
let meera: Person;
let kabir: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  await aNode(shop.db, STORE);
  rhea = await aCustomer(shop);
  [meera, kabir] = [await aPerson(shop, 'support'), await aPerson(shop, 'manager')];
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

/** A return that a counter has and whose money is late by now. @returns what was laid before a person, as its event says it */
async function lateReturn(): Promise<{ orderId: string; returnId: string; issueId: string }> {
  const { orderId, lineIds } = await aDeliveredOrder(shop, { nodeId: TALK_NODE, priceMinor: 600_000 });
  const given = await askForReturn(shop, shopper, {
    orderId,
    lines: [{ fulfilmentLineId: lineIds[0]!, quantity: 1, reason: 'changed-mind', detail: '', words: '', photoIds: [] }],
    method: 'store',
    to: 'original',
    isKept: false,
    dropNodeId: STORE,
    key: shop.newId()
  });
  await acceptReturn(shop, asha, given);
  await later(shop, A_WEEK_MIN + 24 * 60, () => soundClock(shop, SYSTEM, given));
  const rows = await shop.db.selectFrom('event').selectAll().where('type', '=', 'return.issue_opened').execute();
  const facts = rows.map(({ data, ...row }) => ({ ...(data as object), ...row }) as unknown as Parameters<typeof jobsOf>[0]);
  const jobs = facts.flatMap(jobsOf).flatMap((job) => (job.queue === 'open-issue-ticket' ? [job.data.issueId] : []));
  const issues = await shop.db.selectFrom('return_issue').select(['id']).where('return_id', '=', given.returnId).execute();
  expect(jobs).toContain(issues[0]?.id);
  return { orderId, returnId: given.returnId, issueId: issues[0]!.id };
}

const ticketsOf = async (orderId: string) =>
  shop.db.selectFrom('support_ticket').selectAll().where('order_id', '=', orderId).orderBy('opened_at').execute();

test('money that is late opens a pressing ticket by itself, once, with its order and return; a talk that is in hand gets a note', async () => {
  const { orderId, returnId, issueId } = await lateReturn();
  await Promise.all([1, 2, 3].map(async () => openIssueTicket(shop, SYSTEM, { issueId })));
  const [ticket, ...others] = await ticketsOf(orderId);
  expect(others).toEqual([]);
  expect(ticket).toMatchObject({ state: 'open', about: 'return', priority: 'high', return_id: returnId, issue_id: issueId });
  expect(await ticketInFull(shop.db, ticket!.id)).toMatchObject({
    issueKind: 'refund-overdue',
    returnNumber: expect.stringMatching(/^R-/)
  });

  const more = await shop.db
    .insertInto('return_issue')
    .values({
      id: shop.newId(),
      kind: 'lost',
      return_id: returnId,
      order_id: orderId,
      words: 'Lost.',
      at: shop.now(),
      by: '{}',
      cause: shop.newId()
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await Promise.all([1, 2].map(async () => openIssueTicket(shop, SYSTEM, { issueId: more.id })));
  expect(await ticketsOf(orderId)).toHaveLength(1);
  const notes = await shop.db.selectFrom('support_note').select(['words', 'written_by']).where('ticket_id', '=', ticket!.id).execute();
  expect(notes).toEqual([{ words: expect.stringContaining('Lost.'), written_by: null }]);
});

async function awaitingYes() {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1, priceMinor: 6_000_000 });
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const { ticketId } = await handOverTalk(shop, talk, { orderId: order.orderId, about: 'order', words: 'cancel it please' });
  return { order, talk, ticketId };
}

test('whoever had spoken with the shopper before it was proposed is no second pair of eyes; another is', async () => {
  const { order, talk, ticketId } = await awaitingYes();
  await takeOverTalk(shop, meera, { ticketId });
  await answerTalk(shop, meera, { ticketId, key: 'k', words: 'Cancel it, then.', goesOn: true });
  const press = await proposed(shop, talk, 'cancel', { order: order.number });
  expect((await confirmAction(shop, talk, press)).code).toBe('staff');
  const approve = { actionId: press.actionId, decision: 'approve' } as const;
  expect(await outcomeOf(decideAction(shop, meera, approve))).toBe('forbidden');
  expect(await outcomeOf(decideAction(shop, kabir, approve))).toBe('done');
  expect((await proposedIn(shop.db, talk.threadId, 5))[0]).toMatchObject({ state: 'confirming', approvedBy: kabir.name });
});

test('a no says why, in the talk, and nothing happens', async () => {
  const { order, talk } = await awaitingYes();
  const press = await proposed(shop, talk, 'cancel', { order: order.number });
  await confirmAction(shop, talk, press);
  const decline = { actionId: press.actionId, decision: 'decline' } as const;
  expect(await outcomeOf(decideAction(shop, kabir, { ...decline, reason: '  ' }))).toBe('invalid');
  const outcomes = await Promise.all(
    [1, 2].map(async () => outcomeOf(decideAction(shop, kabir, { ...decline, reason: 'It left already.' })))
  );
  expect(outcomes.toSorted()).toEqual(['done', 'not-allowed']);
  expect((await proposedIn(shop.db, talk.threadId, 5))[0]).toMatchObject({ state: 'refused', reason: 'It left already.' });
  const said = await shop.db.selectFrom('support_message').select(['words', 'author']).where('thread_id', '=', talk.threadId).execute();
  expect(said.at(-1)).toEqual({ words: 'Not done: It left already.', author: 'staff' });
  expect((await stateOf(shop, order.orderId)).refunds).toBe(0);
});

test('what is often said is written by managers, with holes that can be filled and no others', async () => {
  expect(await outcomeOf(saveAnswer(shop, meera, { title: 'Late', words: 'x' }))).toBe('forbidden');
  expect(await outcomeOf(saveAnswer(shop, kabir, { title: 'Late', words: 'Take {discount}.' }))).toBe('invalid');
  await saveAnswer(shop, kabir, { title: 'Late', words: 'Dear {name}, {order} comes {promise}.' });
  expect(await outcomeOf(saveAnswer(shop, kabir, { title: 'late', words: 'Another.' }))).toBe('invalid');
  const [late] = await answersOftenSaid(shop.db);
  const change = { id: late!.id, version: late!.version, title: 'Late', words: 'Dear {name}.' };
  const outcomes = await Promise.all([1, 2].map(async () => outcomeOf(saveAnswer(shop, kabir, change))));
  expect(outcomes.toSorted()).toEqual(['done', 'stale-version']);
  expect(await outcomeOf(endAnswer(shop, meera, { answerId: late!.id }))).toBe('forbidden');
  await endAnswer(shop, kabir, { answerId: late!.id });
  expect(await answersOftenSaid(shop.db)).toEqual([]);
});

test('how long it took is counted by week and by what it was about, without the time that its shopper had the word', async () => {
  const from = new Date('2026-11-29T18:30:00Z');
  shop.at(from);
  for (const [first, solve, stars] of [
    [1, 10, 5],
    [2, 20, 4],
    [30, 40, null]
  ] as const) {
    const talk = await aTalk(shop, asCustomer(rhea.customerId));
    const { ticketId } = await handOverTalk(shop, talk, { orderId: null, about: 'payment', words: 'my card' });
    await takeOverTalk(shop, meera, { ticketId });
    await later(shop, first, () => answerTalk(shop, meera, { ticketId, key: 'k', words: 'Yes.', goesOn: true }));
    await later(shop, solve, () => closeTicket(shop, meera, { ticketId }));
    if (stars !== null) await rateTicket(shop, talk, { ticketId, stars, words: '' });
  }
  const span = { from, until: new Date(from.getTime() + 60_000) };
  const row = {
    tickets: 3,
    answered: 3,
    late: 1,
    firstMedian: 120,
    firstP90: 1464,
    solved: 3,
    solveMedian: 1200,
    solveP90: 2160,
    firstService: 120,
    solveService: 1200,
    stars: 4.5,
    rated: 2
  };
  expect(await timesByAbout(shop.db, span)).toEqual([{ of: 'payment', ...row }]);
  expect(await timesByWeek(shop.db, { ...span, zone: 'Asia/Kolkata' })).toEqual([{ of: '2026-11-30', ...row }]);
});

test('a hand-over rings at the desk by itself, and nobody else hears it', async () => {
  const one = await aProcess(shop);
  const desk = aPage(one.url, { origin: one.url, cookie: await cookieOf(shop, meera) });
  const counter = aPage(one.url, { origin: one.url, cookie: await cookieOf(shop, await aPerson(shop, 'associate', STORE)) });
  try {
    expect(await counter.socket.emitWithAck('talks.watch', {})).toEqual({ refused: 'forbidden' });
    await desk.socket.emitWithAck('talks.watch', {});
    const heard = new Promise((resolve) => desk.socket.once('talks.changed', resolve));
    const talk = await aTalk(shop, asCustomer(rhea.customerId));
    await handOverTalk(shop, talk, { orderId: null, about: 'other', words: 'a person please' });
    await heard;
  } finally {
    for (const page of [desk, counter]) page.close();
    await one.stop();
  }
});
