import type { PolicyMark } from '../../policies/policy.ts';
import type { FaqSource, ProductMark } from './faq-item.ts';
import { hasMoved, type Statistic } from './statistics.ts';

export const withdrawnReasons = ['policy-switched', 'rules-changed', 'product-changed', 'product-gone', 'figure-moved', 'by-hand'] as const;
export type WithdrawnReason = (typeof withdrawnReasons)[number];

/** What the shop knows now of all that an answer may rest on. `products`: the versions of those that are for sale. */
export type FaqWorld = {
  policy: { profile: string; version: number };
  deliveryRules: string;
  products: ReadonlyMap<string, number>;
  /** Null where they are not counted now: nothing is said of them then. */
  statistics: readonly Statistic[] | null;
};

/** Why an answer does not hold any more; undefined as long as it does. */
export function whyNotTrue(source: FaqSource, world: FaqWorld): WithdrawnReason | undefined {
  switch (source.what) {
    case 'policy':
      return ofPolicy(source, world);
    case 'delivery-rules':
      return source.version === world.deliveryRules ? undefined : 'rules-changed';
    case 'checkout':
      return undefined;
    case 'product':
      return ofProduct(source, world);
    case 'statistic':
      return ofFigure(source, world);
    case 'person':
      return ofWord(source, world);
  }
}

const ofPolicy = ({ profile, version }: PolicyMark, { policy }: FaqWorld): WithdrawnReason | undefined =>
  profile === policy.profile && version === policy.version ? undefined : 'policy-switched';

function ofProduct({ productId, version }: ProductMark, { products }: FaqWorld): WithdrawnReason | undefined {
  const now = products.get(productId);
  if (now === undefined) return 'product-gone';
  return now === version ? undefined : 'product-changed';
}

function ofFigure(said: Extract<FaqSource, { what: 'statistic' }>, { statistics }: FaqWorld): WithdrawnReason | undefined {
  if (statistics === null) return undefined;
  const now = statistics.find(({ name }) => name === said.name);
  return hasMoved(said, now) ? 'figure-moved' : undefined;
}

function ofWord({ policy, product }: Extract<FaqSource, { what: 'person' }>, world: FaqWorld): WithdrawnReason | undefined {
  const byRule = policy ? ofPolicy(policy, world) : undefined;
  return byRule ?? (product ? ofProduct(product, world) : undefined);
}
