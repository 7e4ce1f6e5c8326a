import { factsOf } from '../../catalog/shop-product.ts';
import { deliveryRulesV1 } from '../../fulfilment/delivery-rules-v1.ts';
import type { Policy } from '../../policies/policy.ts';
import { MARKET } from '../../stores/market.ts';
import { checkoutQuestions, deliveryQuestions } from './delivery-questions.ts';
import type { FaqItem, FaqSource } from './faq-item.ts';
import { policyQuestions } from './policy-questions.ts';
import { productQuestions } from './product-questions.ts';
import { statisticWords } from './statistics.ts';
import { whyNotTrue, type FaqWorld } from './still-true.ts';

type CatalogueProduct = { id: string; handle: string; title: string; version: number; attributes: Record<string, string> };
/** As the table has it. */
export type PublishedEntry = {
  id: string;
  version: number;
  question: string;
  answer: string;
  asked: number;
  restsOn: FaqSource;
  publishedAt: Date | null;
};

export const DELIVERY_RULES = deliveryRulesV1;

/** What the shop answers by itself: made of its terms, rules and catalogue when it is read, so it needs nobody's yes and is never old. */
export const ownItems = (policy: Policy, products: readonly CatalogueProduct[]): FaqItem[] => [
  ...policyQuestions(policy),
  ...deliveryQuestions(DELIVERY_RULES, MARKET.currency),
  ...checkoutQuestions(MARKET.country),
  ...products.flatMap(({ attributes, ...product }) => productQuestions({ ...product, facts: factsOf(attributes) }))
];

/** What one of us let go out, as far as it still holds: a sweep withdraws the others, and nobody reads them until then. */
export const publishedItems = (entries: readonly PublishedEntry[], world: FaqWorld): FaqItem[] =>
  entries.flatMap(({ id, version, question, answer, asked, restsOn: source, publishedAt }) =>
    publishedAt === null || whyNotTrue(source, world)
      ? []
      : [
          {
            id: `entry:${id}`,
            group: source.what === 'statistic' && source.name !== 'too-small' ? 'delivery' : 'asked',
            question,
            answer,
            alsoAsked: source.what === 'statistic' ? statisticWords(source).alsoAsked : [],
            source,
            approved: { version, asked, at: publishedAt.toISOString() }
          }
        ]
  );

/** The things that entries rest on. */
export const productsUnder = (entries: readonly { restsOn: FaqSource }[]): string[] =>
  entries.flatMap(({ restsOn }) => {
    if (restsOn.what === 'product') return [restsOn.productId];
    return restsOn.what === 'person' && restsOn.product ? [restsOn.product.productId] : [];
  });
