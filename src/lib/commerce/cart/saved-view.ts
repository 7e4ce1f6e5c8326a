import type { CartLineView } from './cart-view.ts';

/** A thing kept for later as its page shows it: with the price and the stock of today beside what it cost then. */
export type SavedView = Pick<
  CartLineView,
  'variantId' | 'quantity' | 'title' | 'handle' | 'options' | 'image' | 'priceNowMinor' | 'counted' | 'free'
> & {
  currency: string;
  /** What one cost when it was saved, minor units. */
  unitPriceMinor: number;
  /** `set-aside` by a merge, `chosen` by a person. */
  reason: 'chosen' | 'set-aside';
  savedBy: string;
  savedAt: string;
};
