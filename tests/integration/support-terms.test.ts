import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { termsInForce } from '#db/queries/support-terms.ts';
import { serviceTimes } from '#db/queries/support-times.ts';
import { answerTalk } from '#lib/commerce/support/answer-talk.server.ts';
import { closeTicket } from '#lib/commerce/support/close-ticket.server.ts';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { hearShopper } from '#lib/commerce/support/hear-shopper.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { reopenTicket } from '#lib/commerce/support/reopen-ticket.server.ts';
import { setSupportTerms, type SetSupportTerms } from '#lib/commerce/support/set-support-terms.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCustomer } from '#tests/support/customers.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { aNode, thePostcode } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '#tests/support/staff.ts';
import { asCustomer, aTalk, TALK_NODE } from '#tests/support/talks.ts';

let shop: TestShop;
let kabir: Person;
let meera: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  [kabir, meera] = [await aPerson(shop, 'manager'), await aPerson(shop, 'support')];
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const minutes = (many: number) => new Date(Date.parse(MORNING) + many * 60_000);

async function aTicket() {
  const talk = await aTalk(shop, asCustomer((await aCustomer(shop, { passwordless: true })).customerId));
  const { ticketId } = await handOverTalk(shop, talk, { orderId: null, about: 'order', words: 'a person please' });
  return { talk, ticketId };
}
const dueOf = async (ticketId: string) =>
  shop.db
    .selectFrom('support_ticket')
    .select(['first_due_at as first', 'solve_due_at as solve'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();

/** As they are, with orders answered within `first` and solved within `solve` minutes. */
async function changed({
  first = 20,
  solve = 120,
  ...hours
}: { first?: number; solve?: number; week?: SetSupportTerms['hours']['week'] } = {}) {
  const { version, levels, hours: now } = await termsInForce(shop.db);
  const order = { ...levels.order, normal: { firstMinutes: first, solveMinutes: solve } };
  return { version, hours: { ...now, ...hours }, levels: { ...levels, order } };
}
const DAY_AND_NIGHT = Array.from({ length: 7 }, () => [{ opens: 0, closes: 1_440 }]);

test('what is open is due by what holds now, also when it waits; what is closed stays as it was', async () => {
  const [open, waits, over] = [await aTicket(), await aTicket(), await aTicket()];
  for (const { ticketId } of [waits, over]) {
    await takeOverTalk(shop, meera, { ticketId });
    await answerTalk(shop, meera, { ticketId, key: shop.newId(), words: 'Which one?', goesOn: false });
  }
  await closeTicket(shop, meera, over);
  const before = await dueOf(over.ticketId);
  await setSupportTerms(shop, kabir, await changed({ first: 20, solve: 120 }));
  expect(await dueOf(open.ticketId)).toEqual({ first: minutes(20), solve: minutes(120) });
  expect((await dueOf(waits.ticketId)).solve).toEqual(minutes(120));
  expect(await dueOf(over.ticketId)).toEqual(before);
  shop.at(minutes(30));
  await sayInTalk(shop, waits.talk, { key: shop.newId(), words: 'the blue one' });
  await hearShopper(shop, SYSTEM, waits.talk);
  expect((await dueOf(waits.ticketId)).solve).toEqual(minutes(150));
  // What it waited is kept through another change.
  await setSupportTerms(shop, kabir, await changed({ first: 20, solve: 200 }));
  expect((await dueOf(waits.ticketId)).solve).toEqual(minutes(230));
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('a ticket of the evening is due in the morning, and what its shopper waited at night is no time', async () => {
  // The morning of the tests is at half past ten there: an hour is left of a day that begins at half past nine.
  const week = Array.from({ length: 7 }, () => [{ opens: 570, closes: 690 }]);
  await setSupportTerms(shop, kabir, await changed({ first: 90, solve: 150, week }));
  const { talk, ticketId } = await aTicket();
  expect(await dueOf(ticketId)).toEqual({ first: minutes(24 * 60 - 30), solve: minutes(24 * 60 + 30) });
  await takeOverTalk(shop, meera, { ticketId });
  shop.at(minutes(30));
  await answerTalk(shop, meera, { ticketId, key: shop.newId(), words: 'Which one?', goesOn: false });
  shop.at(minutes(12 * 60));
  await sayInTalk(shop, talk, { key: shop.newId(), words: 'the blue one' });
  await hearShopper(shop, SYSTEM, talk);
  expect((await dueOf(ticketId)).solve).toEqual(minutes(24 * 60 + 60));
  await setSupportTerms(shop, kabir, await changed({ week: DAY_AND_NIGHT }));
});

test('with a break at noon nobody is late for what came in it, and the times of the office count only while somebody is there', async () => {
  // Half past ten there: half an hour until the break, which lasts an hour.
  const shifts = [
    { opens: 540, closes: 660 },
    { opens: 720, closes: 1_080 }
  ];
  await setSupportTerms(shop, kabir, await changed({ first: 45, solve: 60, week: Array.from({ length: 7 }, () => shifts) }));
  // A minute after those of the other tests.
  shop.at(minutes(1));
  const { talk, ticketId } = await aTicket();
  expect(await dueOf(ticketId)).toEqual({ first: minutes(106), solve: minutes(121) });
  await takeOverTalk(shop, meera, { ticketId });
  shop.at(minutes(100));
  await answerTalk(shop, meera, { ticketId, key: shop.newId(), words: 'Which one?', goesOn: false });
  shop.at(minutes(110));
  await sayInTalk(shop, talk, { key: shop.newId(), words: 'the blue one' });
  await hearShopper(shop, SYSTEM, talk);
  shop.at(minutes(120));
  await closeTicket(shop, meera, { ticketId });
  // A hundred and nineteen minutes by the wall, of which sixty were a break and ten the shopper's.
  const times = { answered: 1, solved: 1, firstMedian: 39 * 60, solveMedian: 49 * 60 };
  expect(await serviceTimes(shop.db, { from: minutes(1), until: minutes(2) })).toEqual([{ about: 'order', priority: 'normal', ...times }]);
  await reopenTicket(shop, meera, { ticketId });
  expect(await serviceTimes(shop.db, { from: minutes(1), until: minutes(2) })).toMatchObject([{ solved: 0, solveMedian: null }]);
  await setSupportTerms(shop, kabir, await changed({ week: DAY_AND_NIGHT }));
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('of two who change them at once one comes too late; each version stays, and its log says how many are due by it', async () => {
  const before = await termsInForce(shop.db);
  const asked = await changed({ first: 25 });
  const outcomes = await Promise.all(Array.from({ length: 5 }, async () => outcomeOf(setSupportTerms(shop, kabir, asked))));
  expect(outcomes.toSorted()).toEqual(['done', ...Array.from({ length: 4 }, () => 'stale-version')]);
  expect(await termsInForce(shop.db)).toMatchObject({ version: before.version + 1, changedBy: kabir.name });
  const told = await shop.db
    .selectFrom('event')
    .select(['version', 'type'])
    .where('topic', '=', 'support-terms')
    .orderBy('version')
    .execute();
  expect(told.at(-1)).toEqual({ version: before.version + 1, type: 'support.terms_changed' });
  await expect(shop.db.deleteFrom('support_terms').execute()).rejects.toThrow(/only grows/);
});

test('tickets that are opened while they are changed are due by the one or the other, and then by what holds', async () => {
  const asked = await changed({ first: 40, solve: 400 });
  const [tickets] = await Promise.all([Promise.all(Array.from({ length: 8 }, aTicket)), setSupportTerms(shop, kabir, asked)]);
  for (const { ticketId } of tickets) expect(await dueOf(ticketId)).toEqual({ first: minutes(40), solve: minutes(400) });
});

test('nobody but whoever looks after the whole house sets them, and nothing that cannot be kept', async () => {
  const asked = await changed();
  for (const who of everybody(TALK_NODE)) {
    const may = (who.role === 'manager' || who.role === 'admin') && who.nodeId === null;
    if (!may) expect(await outcomeOf(setSupportTerms(shop, who, asked))).toBe('forbidden');
  }
  const never = { ...asked, hours: { ...asked.hours, week: asked.hours.week.map(() => []) } };
  expect(await outcomeOf(setSupportTerms(shop, kabir, never))).toBe('invalid');
  const odd = { ...asked, hours: { ...asked.hours, zone: 'Moon/Sea' } };
  expect(await outcomeOf(setSupportTerms(shop, kabir, odd))).toBe('invalid');
});
