import { policyOfOrder } from '#db/queries/policies.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { exchangeNo } from '../policies/decide-exchange.ts';
import { returnableUntil } from '../policies/decide-return.ts';
import { obey } from '../policies/obey.ts';
import { termsFor, type PolicyMark } from '../policies/policy.ts';
import { MARKET } from '../stores/market.ts';
import { readInstead, type InsteadOffer } from './steps/read-instead.server.ts';

/** `words`: what its shopper would like instead, which may be another product where the policy lets it. */
type Looking = { orderId: string; fulfilmentLineId: string; words?: string };

/** What may come instead of a thing that came, before anything of it is chosen. Refuses `not-found` and what the policy says no to whatever is chosen. */
export async function readExchangeChoices(
  shop: Pick<Shop, 'db' | 'now'>,
  { orderId, fulfilmentLineId, words = '' }: Looking
): Promise<InsteadOffer & { policy: PolicyMark }> {
  const [of, policy] = await Promise.all([returnableOrder(shop.db, orderId), policyOfOrder(shop.db, orderId)]);
  const line = of?.lines.find((one) => one.fulfilmentLineId === fulfilmentLineId);
  if (!of || !line) refuse('not-found');
  const order = { ...of, timeZone: MARKET.timeZone };
  const about = { orderId, asked: 'exchange' };
  const { by } = obey(returnableUntil(policy, order, line, { at: shop.now(), backFor: 'exchange' }), about);
  const { variantId, productId, unitPriceMinor } = line;
  // Another of the very same is what every exchange may come to, if any may.
  const same = {
    fulfilmentLineId,
    quantity: 1,
    reason: 'other',
    hasPhoto: true,
    exchange: { variantId, productId, unitPriceMinor }
  } as const;
  const asked = { units: [same], method: 'store', to: 'exchange', isKept: false } as const;
  const no = exchangeNo(policy, order, { line, unit: same, terms: termsFor(policy.terms, line.category).terms, by, asked });
  if (no) obey(no, about);
  const offers = await readInstead(shop.db, { orderId, policy, lines: [line], words, variantIds: [] });
  return { ...(offers.get(fulfilmentLineId) ?? { choices: [], mayBeOther: false }), policy: by };
}
