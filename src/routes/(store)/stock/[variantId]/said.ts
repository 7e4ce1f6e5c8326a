import type { Fate } from '#lib/commerce/stock/stock-level.ts';

type Level = { onHand: number; available: number; short: number };

/** What a count changed, and what it means for those who were promised some. */
export function afterCount({ difference, ...level }: Level & { difference: number }): string {
  const size = Math.abs(difference);
  const than = difference === 0 ? 'as many as we believed' : `${size} ${difference < 0 ? 'fewer' : 'more'} than we believed`;
  return `${level.onHand} on hand, ${than}. ${whatIsFree(level)}`;
}

export function afterDelivery(quantity: number, level: Level): string {
  return `${quantity} came in, ${level.onHand} on hand now. ${whatIsFree(level)}`;
}

export function afterFate(quantity: number, fate: Fate, level: Level & { onHand: number }): string {
  const became = { damaged: 'set aside', sound: 'for sale again', discarded: `thrown away, ${level.onHand} on hand now` }[fate];
  return `${quantity} ${became}. ${whatIsFree(level)}`;
}

export function afterKeeping({ keptBack, forCounter, available }: { keptBack: number; forCounter: number; available: number }): string {
  const kept = keptBack === 0 ? 'Nothing is kept back' : `${keptBack} kept back, ${forCounter} of them for the counter`;
  return `${kept}. ${available} free to sell from afar.`;
}

function whatIsFree({ available, short }: Level): string {
  return short > 0 ? `${short} of those promised to shoppers are missing; the office sees it.` : `${available} free to sell.`;
}
