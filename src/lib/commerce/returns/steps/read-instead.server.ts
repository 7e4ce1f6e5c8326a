import { insteadChoices, pricesToday, type InsteadChoice } from '#db/queries/exchange-world.ts';
import type { ReturnableLine } from '#db/queries/returnable.ts';
import { itemsByWords } from '#db/queries/till.ts';
import type { Db } from '#db/client.ts';
import { swapPrice } from '../../order-change/swap-effect.ts';
import { termsFor, type Policy } from '../../policies/policy.ts';
import { wordsOf } from '../../stock/till-lines.ts';
import { MARKET } from '../../stores/market.ts';

/** What may come instead of a thing, for what it costs this shopper. `isOther`: another product. */
export type Instead = Pick<InsteadChoice, 'variantId' | 'productId' | 'title' | 'options' | 'sku' | 'isThere'> & {
  unitPriceMinor: number;
  isOther: boolean;
};
export type InsteadOffer = { choices: Instead[]; mayBeOther: boolean };

type Asking = { orderId: string; policy: Policy; lines: readonly ReturnableLine[]; words: string; variantIds: readonly string[] };

/** By the line that comes back: what the policy lets come instead, the same product first. `words`: what its shopper looks for besides; `variantIds`: what they chose. */
export async function readInstead(db: Db, { orderId, policy, lines, words, variantIds }: Asking): Promise<Map<string, InsteadOffer>> {
  const found = words.trim() === '' ? [] : await itemsByWords(db, wordsOf(words), MARKET.currency);
  const wanted = {
    productIds: lines.map(({ productId }) => productId),
    variantIds: [...found.map(({ variantId }) => variantId), ...variantIds]
  };
  const all = await insteadChoices(db, orderId, wanted);
  const prices = await pricesToday(
    db,
    orderId,
    lines.map(({ variantId }) => variantId)
  );
  return new Map(
    lines.map((line) => {
      const { exchangeFor } = termsFor(policy.terms, line.category).terms;
      const ownPriceMinor = prices.get(line.variantId) ?? null;
      const known = new Set(wanted.variantIds);
      const open = all.filter(({ productId, variantId }) => {
        if (exchangeFor === 'nothing') return false;
        return productId === line.productId || (exchangeFor === 'any-product' && known.has(variantId));
      });
      const choices = open.map(({ variantId, productId, title, options, sku, priceMinor, isThere }) => {
        const unitPriceMinor = swapPrice({ priceMinor, ownPriceMinor }, line.unitPriceMinor);
        return { variantId, productId, title, options, sku, isThere, unitPriceMinor, isOther: productId !== line.productId };
      });
      return [line.fulfilmentLineId, { choices, mayBeOther: exchangeFor === 'any-product' }];
    })
  );
}
