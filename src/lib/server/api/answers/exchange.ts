import type { PlannedExchange } from '#lib/commerce/returns/read-exchange-plan.server.ts';
import type { InsteadOffer } from '#lib/commerce/returns/steps/read-instead.server.ts';

export function choicesAnswer({ choices, mayBeOther }: InsteadOffer, currency: string) {
  return {
    currency,
    choices: choices.map(({ variantId, title, options, sku, unitPriceMinor, isThere, isOther }) => {
      return { variantId, title, options, sku, unitPriceMinor, isThere, isOther };
    }),
    mayBeOther
  };
}

export function exchangeAnswer({ money, currency, arrival, dropNodeId, seal, points }: PlannedExchange) {
  const { goodsMinor, bringingMinor, feeMinor, trigger, approval, exchange } = money;
  const { newMinor = 0, moreMinor = 0, backMinor = 0 } = exchange ?? {};
  const sums = { currency, goodsMinor, bringingMinor, feeMinor, newMinor, moreMinor, backMinor };
  const effect = { ...sums, trigger, approval, arrivesUntil: arrival.until, isCollected: arrival.isCollected, dropNodeId };
  return { effect: { ...effect, ...(points && { points }) }, seal };
}
