import { entriesBefore, insertFaqDraft, lockDrafting } from '#db/queries/faq.ts';
import { answeredTalks, countStatistics, productsNamed } from '#db/queries/faq-world.ts';
import { policyFor } from '#db/queries/policies.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../../stores/market.ts';
import { answeredInTalks } from './answered-in-talks.ts';
import { draftsFromStatistics, draftsFromTalks, notInHand, type FaqDraft } from './draft-entries.ts';
import { DELIVERY_RULES, ownItems } from './faq-items.ts';
import { plainWords } from './faq-words.ts';
import { faqTopic } from './faq.events.ts';
import { polished, type Reword } from './reworded.ts';
import { STATISTICS_LOOK_BACK_MS } from './statistics.ts';

const TALKS_LOOK_BACK_MS = 90 * 24 * 3_600_000;
const MOST_TALKS = 800;
const MOST_PRODUCTS = 200;

const asItIs: Reword = async (words) => words;

/**
 * Looks through what people asked and one of us answered of late, and through what can be counted, and writes drafts of what is not in hand yet.
 * Nothing goes out by it. Twice at one moment is the same as once.
 */
export async function draftFaq(shop: Shop, actor: Actor, { reword = asItIs }: { reword?: Reword } = {}): Promise<{ drafted: number }> {
  const at = shop.now();
  const before = (ms: number): Date => new Date(at.getTime() - ms);
  const counting = { bands: DELIVERY_RULES.bands, zone: MARKET.timeZone, since: before(STATISTICS_LOOK_BACK_MS), at };
  const [talks, statistics, policy] = await Promise.all([
    answeredTalks(shop.db, { since: before(TALKS_LOOK_BACK_MS), most: MOST_TALKS }),
    countStatistics(shop.db, counting),
    policyFor(shop.db, { country: MARKET.country, channel: 'web', customerId: null, at })
  ]);
  const answered = answeredInTalks(talks);
  const words = [...new Set(answered.flatMap(({ question }) => plainWords(question)))];
  const products = await productsNamed(shop.db, words, MOST_PRODUCTS);
  const marks = products.map(({ id, title, version }) => ({ productId: id, title, version }));

  const live = ownItems(policy, products);
  const drafts = [...draftsFromTalks(answered, { live, products: marks }), ...draftsFromStatistics(statistics)];
  const worded = await rewordedDrafts(notInHand(drafts, await entriesBefore(shop.db)), reword);
  return inTransaction(shop, { actor }, async (tx, record) => {
    await lockDrafting(tx);
    const left = notInHand(drafts, await entriesBefore(tx));
    for (const draft of left) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other in one transaction
      await write(tx, record, { id: shop.newId(), at, ...draft, ...worded.get(draft.question) });
    }
    return { drafted: left.length };
  });
}

/** Asked outside the transaction that writes. */
async function rewordedDrafts(drafts: readonly FaqDraft[], reword: Reword): Promise<Map<string, { question: string; answer: string }>> {
  const worded = new Map<string, { question: string; answer: string }>();
  for (const { question, answer } of drafts) {
    const words = { question, answer };
    // oxlint-disable-next-line no-await-in-loop -- one call to a model at a time
    worded.set(question, polished(words, await reword(words)));
  }
  return worded;
}

async function write(tx: Tx, record: Recorder, draft: FaqDraft & { id: string; at: Date }): Promise<void> {
  await insertFaqDraft(tx, draft);
  record({ type: 'faq.drafted', topic: faqTopic(draft.id), version: 1, entryId: draft.id, asked: draft.asked });
}
