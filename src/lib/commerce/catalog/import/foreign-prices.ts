import { SHOP_LIST } from './catalog-product.ts';
import type { Verdict } from './cell-values.ts';
import { amountIn, canBePaid, noRate, shopAmount, type FileMoney } from './file-money.ts';
import { FILE, type IssueLog } from './import-issue.ts';
import type { PriceDraft } from './product-draft.ts';

/** A price as another shop system keeps it, one for each currency it sells in. A blank or zero price before is none. */
export type ForeignPrice = { currency: string; amount: string; compareAt: string };
type Complain = (verdict: { wrong: Parameters<IssueLog['error']>[0]['code']; message: string }, value: string) => void;

/**
 * The prices of one variant: the shop's own from the first currency that is the shop's or has a rate, and beside it
 * a price list in each foreign currency, unconverted and named by its code.
 */
export function priceDrafts(prices: ForeignPrice[], money: FileMoney, complain: Complain): PriceDraft[] {
  const base = prices.find(({ currency }) => currency === money.shopCurrency) ?? prices.find(({ currency }) => canBePaid(currency, money));
  const own =
    base && priceDraft(SHOP_LIST, money.shopCurrency, { price: base, complain, read: (text) => shopAmount(text, money, base.currency) });
  const foreign = prices
    .filter(({ currency }) => currency !== money.shopCurrency)
    .map((price) =>
      priceDraft(price.currency, price.currency, {
        price,
        complain,
        read: (text) => amountIn(text, price.currency, money.digitsOf(price.currency))
      })
    );
  return own ? [own, ...foreign] : foreign;
}

type Reading = { price: ForeignPrice; complain: Complain; read: (text: string) => Verdict<number> };

function priceDraft(list: string, currency: string, { price, complain, read }: Reading): PriceDraft {
  const draft: PriceDraft = { list, currency };
  const amount = read(price.amount);
  if ('right' in amount) draft.amountMinor = amount.right;
  else complain(amount, price.amount);
  if (price.compareAt === '') return draft;
  const compareAt = read(price.compareAt);
  if ('right' in compareAt) draft.compareAtMinor = compareAt.right === 0 ? null : compareAt.right;
  else complain(compareAt, price.compareAt);
  return draft;
}

/** One clear error when none of a file's currencies can be turned into the shop's. */
export function refuseForeign(currencies: Set<string>, money: FileMoney, log: IssueLog): boolean {
  const all = [...currencies];
  if (all.length === 0 || all.some((currency) => canBePaid(currency, money))) return false;
  log.error({ place: FILE, code: 'no_rate', value: all.join(', '), message: noRate(all, money) });
  return true;
}
