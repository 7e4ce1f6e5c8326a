import type { Wanted } from './counter-sale.ts';
import type { StockLevel } from './stock-level.ts';

/** What a shelf is left with when it hears of a sale that is long done. */
export type LeftOnShelf = {
  onHand: number;
  short: number;
  /** Units to write into the books besides the sale: they were there, although the books did not have them, or were counted since. */
  corrected: number;
  /** Units of the sale that somebody else was promised, or that the books did not have. */
  oversold: number;
};

/**
 * The goods are gone and the money is in the drawer, so nothing is refused here. What the books do not have is written down as short,
 * beside what promises lack already. A count that came after the sale has seen the empty place: it stays as it was counted.
 */
export function settleOnShelf(
  shelf: Pick<StockLevel, 'onHand' | 'allocated' | 'held' | 'unavailable' | 'short'> & { countedAt: Date | null },
  { quantity, madeAt }: { quantity: number; madeAt: Date }
): LeftOnShelf {
  const { onHand, short } = shelf;
  if (shelf.countedAt && shelf.countedAt > madeAt) return { onHand, short, corrected: quantity, oversold: 0 };
  const promised = shelf.allocated + shelf.held + shelf.unavailable;
  const oversold = Math.max(0, promised - (onHand - quantity)) - Math.max(0, promised - onHand);
  return { onHand: Math.max(0, onHand - quantity), short: short + oversold, corrected: Math.max(0, quantity - onHand), oversold };
}

/** What the shop asks for the same things now; null when one of them is not for sale. */
export function askedNow(lines: Wanted[], prices: ReadonlyMap<string, number | null>): number | null {
  let sum = 0;
  for (const { variantId, quantity } of lines) {
    const price = prices.get(variantId) ?? null;
    if (price === null) return null;
    sum += price * quantity;
  }
  return sum;
}
