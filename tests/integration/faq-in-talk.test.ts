import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { answerTurn } from '#agents/assistant.ts';
import { faqEntries } from '#db/queries/faq.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { draftFaq } from '#lib/commerce/support/faq/draft-faq.server.ts';
import { publishFaqEntry } from '#lib/commerce/support/faq/publish-faq-entry.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { askedAndAnswered } from '../support/answered-talks.ts';
import { underPolicy } from '../support/policies.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { aTalk } from '../support/talks.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** What the assistant answers in a talk of its own, and what it says that rests on. */
async function answered(words: string): Promise<{ words: string; grounds: string }> {
  const talk = await aTalk(shop, { as: 'anonymous' });
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words });
  await answerTurn(shop, talk, { messageId });
  const { rows } = await sql<{ words: string; grounds: unknown }>`
    select words, grounds from support_message where thread_id = ${talk.threadId} order by seq desc limit 1`.execute(shop.db);
  return { words: rows[0]?.words ?? '', grounds: JSON.stringify(rows[0]?.grounds) };
}

test('a question about a rule is answered by the policy of that moment, and says so', async () => {
  const { words, grounds } = await answered('how long do I have to give something back?');
  expect(words).toContain('30 days from the day it came');
  expect(grounds).toContain('policy:standard@1');
  await underPolicy(shop, { returns: { ...standardPolicy.returns, days: 12 } }, async () => {
    expect((await answered('how long do I have to give something back?')).words).toContain('12 days from the day it came');
  });
});

test('what others asked is answered as one of us approved it, and before that it is not', async () => {
  const ravi = await aPerson(shop, 'support');
  await askedAndAnswered(shop, ravi, {
    questions: ['do you gift wrap', 'gift wrap possible?', 'can it be gift wrapped'],
    reply: 'Yes, for 49.'
  });
  await draftFaq(shop, SYSTEM);
  expect((await answered('do you gift wrap?')).words).not.toContain('49');
  const [draft] = await faqEntries(shop.db, ['draft'], 1);
  const words = { question: 'Do you gift wrap?', answer: 'Yes, for ₹49.' };
  await publishFaqEntry(shop, ravi, { entryId: draft!.id, version: draft!.version, ...words });
  const found = await answered('do you gift wrap?');
  expect(found.words).toContain('Yes, for ₹49.');
  expect(found.grounds).toContain(`faq:${draft!.id}@2`);
});
