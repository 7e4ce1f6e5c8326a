import type { AskedReturn, AskedUnit, ReturnableOrder, SentLine } from './decide-return.ts';
import type { Policy, PolicyMark, ReturnTerms, RuledNo } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** What comes instead of a thing; `unitPriceMinor` is what each of it costs its shopper. */
export type AskedExchange = { variantId: string; productId: string; unitPriceMinor: number };

type Asking = { line: SentLine; unit: AskedUnit; terms: ReturnTerms; by: PolicyMark; asked: AskedReturn };

/** Why what comes back may not become that: another thing, or money by that way. Undefined where it may. */
export function exchangeNo(policy: Policy, order: ReturnableOrder, { line, unit, terms, by, asked }: Asking): RuledNo | undefined {
  const { exchange } = unit;
  if (!exchange) {
    // What is left over of an exchange goes back the way it was paid.
    const to = asked.to === 'exchange' ? 'original' : asked.to;
    return terms.refundTo.includes(to) ? undefined : ruledOut(by, 'refund-way-not-offered', to);
  }
  const { mostExchanges } = policy.terms.limits;
  if (mostExchanges !== null && order.exchanges >= mostExchanges) {
    return ruledOut(ruledBy(policy, 'limits.mostExchanges'), 'exchanges-used', String(mostExchanges), ['return']);
  }
  const isSame = exchange.productId === line.productId;
  const isOffered = terms.exchangeFor === 'any-product' || (terms.exchangeFor === 'same-product' && isSame);
  if (!isOffered) return ruledOut(by, 'exchange-not-offered', '', ['return', 'reorder']);
  // Who keeps it for a part of its price has chosen the money.
  return asked.isKept ? ruledOut(by, 'keep-not-offered') : undefined;
}
