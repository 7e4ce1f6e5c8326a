import { formatMoney } from '#lib/ui/money.ts';
import type { Instant } from '#lib/ui/when.ts';
import { sinceText } from './cart-words.ts';
import type { SavedView } from './saved-view.ts';

type Told = Pick<SavedView, 'unitPriceMinor' | 'priceNowMinor' | 'reason' | 'savedAt' | 'currency' | 'counted' | 'free' | 'quantity'>;

/** What there is to say of a thing kept for later: how it stands today, and what it cost then. */
export function savedNotices(saved: Told, now: Instant, zone: string): string[] {
  const since = sinceText(saved.savedAt, now, zone);
  const when = saved.reason === 'chosen' ? `Saved ${since}.` : `Set aside ${since}, when your two carts came together.`;
  if (saved.priceNowMinor === null) return [when, 'Not for sale any more.'];
  return [priceThen(saved, saved.priceNowMinor), stockNow(saved), when].filter((text) => text !== '');
}

function priceThen({ unitPriceMinor, currency }: Told, nowMinor: number): string {
  return nowMinor === unitPriceMinor ? '' : `It was ${formatMoney(unitPriceMinor, currency)} when you saved it.`;
}

/** From here on a number says nothing that "in stock" does not. */
const PLENTY = 10;

function stockNow({ counted, free, quantity }: Told): string {
  if (!counted || free >= Math.max(PLENTY, quantity)) return 'In stock.';
  return free === 0 ? 'None left right now.' : `${free} left.`;
}
