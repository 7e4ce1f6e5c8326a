import { faqEntries } from '#db/queries/faq.ts';
import { productsNamed, productVersions } from '#db/queries/faq-world.ts';
import { policyFor } from '#db/queries/policies.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../../stores/market.ts';
import { DELIVERY_RULES, ownItems, productsUnder, publishedItems } from './faq-items.ts';
import type { FaqItem } from './faq-item.ts';
import { plainWords } from './faq-words.ts';
import { findAnswers, isSure, type Found } from './find-answers.ts';
import { keptIndex } from './kept-index.ts';

const MOST_ENTRIES = 500;
const MOST_PRODUCTS = 20;

/** `about`: what is asked; of things only those are answered about that it names. */
export async function readFaq(
  shop: Pick<Shop, 'db' | 'now'>,
  { customerId, about }: { customerId: string | null; about: string }
): Promise<FaqItem[]> {
  const [policy, entries, products] = await Promise.all([
    policyFor(shop.db, { country: MARKET.country, channel: 'web', customerId, at: shop.now() }),
    faqEntries(shop.db, ['published'], MOST_ENTRIES),
    productsNamed(shop.db, plainWords(about), MOST_PRODUCTS)
  ]);
  const versions = await productVersions(shop.db, productsUnder(entries));
  const world = { policy, deliveryRules: DELIVERY_RULES.version, products: versions, statistics: null };
  return [...ownItems(policy, products), ...publishedItems(entries, world)];
}

/** The nearest answers, and whether the first may be given without asking which one was meant. */
export async function searchFaq(
  shop: Pick<Shop, 'db' | 'now'>,
  { customerId, question, most }: { customerId: string | null; question: string; most: number }
): Promise<{ found: Found[]; isSure: boolean }> {
  const found = findAnswers(keptIndex(await readFaq(shop, { customerId, about: question })), question, most);
  return { found, isSure: isSure(found) };
}
