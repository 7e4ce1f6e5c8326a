import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTool } from '#agents/call-tool.ts';
import { faqEntries } from '#db/queries/faq.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { draftFaq } from '#lib/commerce/support/faq/draft-faq.server.ts';
import { endFaqEntry } from '#lib/commerce/support/faq/end-faq-entry.server.ts';
import { publishFaqEntry } from '#lib/commerce/support/faq/publish-faq-entry.server.ts';
import { readFaq, searchFaq } from '#lib/commerce/support/faq/read-faq.server.ts';
import { reviewFaq } from '#lib/commerce/support/faq/review-faq.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { askedAndAnswered, saidIn } from '../support/answered-talks.ts';
import { aCustomer } from '../support/customers.ts';
import { aNode, aVariant } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '../support/staff.ts';
import { asCustomer, aTalk } from '../support/talks.ts';
import { withoutIds } from '../support/without-ids.ts';

let shop: TestShop;
let ravi: Person;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, 'blr-domlur');
  ravi = await aPerson(shop, 'support');
});
afterAll(() => shop.close());

const entries = async () => faqEntries(shop.db, ['draft', 'published', 'withdrawn', 'rejected'], 100);
const called = async (part: string) => (await entries()).filter(({ question }) => question.toLowerCase().includes(part));
const found = async (question: string) => searchFaq(shop, { customerId: null, question, most: 3 });
const published = async (part: string) => {
  const [draft] = await called(part);
  await publishFaqEntry(shop, ravi, { entryId: draft!.id, version: draft!.version, question: draft!.question, answer: draft!.answer });
  return draft!.id;
};

test('what a policy says is another thing at the moment that another is switched on', async () => {
  const answer = async () => (await found('how many days to return')).found[0];
  expect(await answer()).toMatchObject({ item: { id: 'policy:returns.days', answer: expect.stringContaining('30 days') as string } });
  await underPolicy(shop, { returns: { ...standardPolicy.returns, days: 12 } }, async () => {
    expect((await answer())?.item.answer).toContain('12 days');
    expect((await answer())?.item.source).toMatchObject({ what: 'policy', profile: 'other' });
  });
  expect((await answer())?.item.answer).toContain('30 days');
});

test('a question that three people asked is a draft without a word that says who they are, and goes out by a person’s yes alone', async () => {
  const rhea = await aCustomer(shop);
  await shop.db.updateTable('app_user').set({ name: 'Rhea Fernandes' }).where('id', '=', rhea.customerId).execute();
  await saidIn(shop, await aTalk(shop, asCustomer(rhea.customerId)), {
    by: ravi,
    said: [
      ['shopper', 'hi'],
      ['staff', 'Good morning, this is Ravi.'],
      ['shopper', 'Rhea Fernandes here, +91 98000 12345: do you gift wrap my order MZ-7K2P9Q4R1S?'],
      ['staff', 'Yes, Rhea, we gift wrap it for you at ₹49. Write it beside the address, or mail me at ravi@mez.example.'],
      ['staff', 'Bye!']
    ]
  });
  await askedAndAnswered(shop, ravi, {
    questions: ['do you gift wrap', 'gift wrap possible? card 4111 1111 1111 1111'],
    reply: 'Yes, at ₹49.'
  });
  expect(await draftFaq(shop, SYSTEM)).toEqual({ drafted: 1 });
  // Two who look at once, and whoever looks again, make no second one.
  expect(await Promise.all([draftFaq(shop, SYSTEM), draftFaq(shop, SYSTEM)])).toEqual([{ drafted: 0 }, { drafted: 0 }]);

  const [draft] = await called('gift wrap');
  expect(draft).toMatchObject({ state: 'draft', version: 1, asked: 3, restsOn: { what: 'person' } });
  const kept = JSON.stringify(await shop.db.selectFrom('faq_entry').selectAll().execute());
  expect(withoutIds(kept)).not.toMatch(/rhea|fernandes|98000|7K2P9|4111|ravi@/i);
  expect((await found('do you gift wrap')).found.map(({ item }) => item.id)).not.toContain(`entry:${draft!.id}`);

  const words = { question: 'Do you gift wrap?', answer: 'Yes, for ₹49. Write it beside the address.' };
  await publishFaqEntry(shop, ravi, { entryId: draft!.id, version: 1, ...words });
  const { found: nearest, isSure } = await found('is gift wrapping possible');
  expect({ isSure, first: nearest[0] }).toMatchObject({
    isSure: true,
    first: { item: { id: `entry:${draft!.id}`, ...words, approved: { version: 2, asked: 3 } } }
  });
  const talk = await aTalk(shop, { as: 'anonymous' });
  expect(await callTool(shop, talk, { name: 'faq_search', args: { question: 'is gift wrapping possible' } })).toMatchObject({
    decision: 'done',
    effect: {
      isSure: true,
      answers: expect.arrayContaining([expect.objectContaining({ ...words, source: 'Answered by one of us' })]) as unknown
    },
    facts: expect.arrayContaining([expect.objectContaining({ what: 'faq', id: `faq:${draft!.id}@2` })]) as unknown
  });
  expect((await called('gift wrap')).map(({ by, state }) => [by, state])).toEqual([['The support', 'published']]);
  expect(await draftFaq(shop, SYSTEM)).toEqual({ drafted: 0 });
});

test('of ten who approve or reject a draft at once one does, and nobody writes other words into it afterwards', async () => {
  await askedAndAnswered(shop, ravi, {
    questions: ['do you buy old furniture', 'old furniture taken?', 'will you buy my old furniture'],
    reply: 'No, sorry.'
  });
  await draftFaq(shop, SYSTEM);
  const [draft] = await called('old furniture');
  const { id: entryId, version, question, answer } = draft!;
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      outcomeOf(
        at % 2 === 0
          ? publishFaqEntry(shop, ravi, { entryId, version, question, answer: `${answer} ${at}` })
          : endFaqEntry(shop, ravi, { entryId, version })
      )
    )
  );
  expect(all.toSorted()).toEqual(['done', ...Array.from({ length: 9 }, () => 'stale-version')]);
  const event = await shop.db.selectFrom('event').select('type').where('topic', '=', `faq:${entryId}`).orderBy('version').execute();
  expect(event.map(({ type }) => type)).toEqual(['faq.drafted', expect.stringMatching(/^faq\.(published|rejected)$/)]);
  await expect(
    sql`update faq_entry set version = version + 1, answer = 'other' where state = 'published'`.execute(shop.db)
  ).rejects.toThrow('as it was approved');
  await expect(sql`update faq_entry set answer = 'other'`.execute(shop.db)).rejects.toThrow('one version after the other');
  await expect(sql`delete from faq_entry`.execute(shop.db)).rejects.toThrow('faq_entry only grows');
  // A draft cannot go out without somebody's name.
  await expect(
    sql`insert into faq_entry (id, state, version, question, answer, asked, rests_on, drafted_at, published_at)
      values (gen_random_uuid(), 'published', 1, 'q', 'a', 3, '{"what":"person"}', now(), now())`.execute(shop.db)
  ).rejects.toThrow('check constraint');
});

test('only those at a desk decide', async () => {
  await askedAndAnswered(shop, ravi, {
    questions: ['is the paint of toys safe', 'are toys painted safe?', 'toys paint safe for babies'],
    reply: 'Yes.'
  });
  await draftFaq(shop, SYSTEM);
  const [draft] = await called('toy');
  for (const actor of everybody('blr-domlur')) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const said = await outcomeOf(endFaqEntry(shop, actor, { entryId: draft!.id, version: 99 }));
    expect([actor.role, said]).toEqual([actor.role, ['support', 'manager', 'admin'].includes(actor.role) ? 'stale-version' : 'forbidden']);
  }
  await endFaqEntry(shop, ravi, { entryId: draft!.id, version: 1 });
  expect(await draftFaq(shop, SYSTEM)).toEqual({ drafted: 0 });
});

test('an answer by a policy is withdrawn with the reason when another is switched on, is read by nobody until then, and is drafted anew', async () => {
  await askedAndAnswered(shop, ravi, {
    questions: ['until when can i cancel an order please', 'can i cancel an order, until when', 'cancel an order until when?'],
    reply: 'Before it is packed.'
  });
  await draftFaq(shop, SYSTEM);
  const id = await published('cancel');
  expect((await called('cancel'))[0]).toMatchObject({
    restsOn: { what: 'policy', rule: 'cancel' },
    answer: expect.stringContaining('begins to pack') as string
  });
  const isOut = async () => (await readFaq(shop, { customerId: null, about: '' })).some((item) => item.id === `entry:${id}`);
  expect(await isOut()).toBe(true);
  await underPolicy(shop, { cancel: { ...standardPolicy.cancel, states: ['packed'] } }, async () => {
    expect(await isOut()).toBe(false);
    const switched = {
      type: 'policy.changed' as const,
      topic: 'policy:*/*/*',
      version: 1,
      country: null,
      channel: null,
      customerGroup: null
    };
    expect(jobsOf({ ...switched, profile: 'other', profileVersion: 1 })).toMatchObject([{ queue: 'review-faq' }]);
    await Promise.all([reviewFaq(shop, SYSTEM), reviewFaq(shop, SYSTEM)]);
    expect((await entries()).find((one) => one.id === id)).toMatchObject({
      state: 'withdrawn',
      reason: 'policy-switched',
      by: 'The support'
    });
    await draftFaq(shop, SYSTEM);
    const anew = (await called('cancel')).find(({ state }) => state === 'draft');
    expect(anew?.answer).toContain('until it is handed to the carrier');
    await reviewFaq(shop, SYSTEM);
  });
  // What was drafted under that policy cannot go out under this one, even before a sweep has seen it.
  const draft = (await called('cancel')).find(({ state }) => state === 'draft')!;
  const { id: entryId, version, question, answer } = draft;
  expect(await outcomeOf(publishFaqEntry(shop, ravi, { entryId, version, question, answer }))).toBe('too-late');
});

test('an answer about a thing is withdrawn when the thing changes or goes', async () => {
  const variantId = await aVariant(shop.db, { stock: { 'blr-domlur': 1 } });
  const thing = shop.db
    .updateTable('product')
    .where('id', '=', (eb) => eb.selectFrom('variant').select('product_id').where('id', '=', variantId));
  await thing.set({ title: 'Zephyr fan', search_text: 'zephyr fan' }).execute();
  await askedAndAnswered(shop, ravi, {
    questions: ['is the zephyr fan loud', 'zephyr fan loud or quiet?', 'zephyr fan how loud'],
    reply: 'You hear it a little.'
  });
  await draftFaq(shop, SYSTEM);
  await published('zephyr');
  await reviewFaq(shop, SYSTEM);
  expect((await called('zephyr'))[0]).toMatchObject({ state: 'published', restsOn: { what: 'person', product: { title: 'Zephyr fan' } } });
  await thing.set((eb) => ({ version: eb('version', '+', 1) })).execute();
  expect((await found('zephyr fan loud')).found.map(({ item }) => item.question)).not.toContain('Zephyr fan how loud?');
  await reviewFaq(shop, SYSTEM);
  await draftFaq(shop, SYSTEM);
  await thing.set({ status: 'archived' }).execute();
  await reviewFaq(shop, SYSTEM);
  expect(new Set((await called('zephyr')).map(({ reason }) => reason))).toEqual(new Set(['product-changed', 'product-gone']));
});
