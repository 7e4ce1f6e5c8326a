import type { PolicyMark } from '../../policies/policy.ts';

export const faqGroups = ['ordering', 'delivery', 'returns', 'money', 'goods', 'asked'] as const;
export type FaqGroup = (typeof faqGroups)[number];

/** Numbers that the shop counts about itself. Medians by how far a parcel goes, and what came back because it was too small. */
export type StatisticName = `delivery.${'city' | 'region' | 'nation' | 'far'}` | 'too-small';

/**
 * What an answer rests on. `rule`: the sentence of the policy. `attribute`: the label in the catalogue.
 */
export type FaqSource =
  | ({ what: 'policy' } & PolicyMark)
  | { what: 'delivery-rules'; version: string }
  | { what: 'checkout' }
  | ({ what: 'product'; attribute: string } & ProductMark)
  | { what: 'statistic'; name: StatisticName; value: number; count: number; since: string; at: string }
  /** Said by one of us; with the thing and the rule it may be about, whose change makes it doubtful. */
  | { what: 'person'; at: string; product: ProductMark | null; policy: PolicyMark | null };

export type ProductMark = { productId: string; title: string; version: number };

/** A question and its answer as a page shows them and a search finds them. `alsoAsked`: how else it is asked; searched and never shown. */
export type FaqItem = {
  id: string;
  group: FaqGroup;
  question: string;
  answer: string;
  alsoAsked: readonly string[];
  source: FaqSource;
  /** Of what a person approved: which version of it, and how many people had asked. */
  approved: { version: number; asked: number; at: string } | null;
};
