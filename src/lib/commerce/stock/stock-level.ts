import { refuse } from '#lib/kernel/refusal.ts';
import { shortageTopic, stockTopic, type StockChanged, type StockEvent } from './stock.events.ts';

/** One variant at one node. `available` may be below zero; nobody is shown less than none. */
export type StockLevel = {
  nodeId: string;
  variantId: string;
  onHand: number;
  allocated: number;
  held: number;
  unavailable: number;
  available: number;
  /** Promised units that have no goods behind them. */
  short: number;
  version: number;
};

/** Far above any shelf, far below what a column holds: a barcode scanned into the wrong field is no count. */
export const MOST_UNITS = 100_000;

export function stockChanged(level: StockLevel): StockChanged {
  const { nodeId, variantId, version, onHand, allocated, held } = level;
  const topic = stockTopic(nodeId, variantId);
  return { type: 'stock.changed', topic, version, nodeId, variantId, onHand, allocated, held, available: Math.max(0, level.available) };
}

/** What a count or a delivery makes known: the level, and the shortage whenever it is another than before. */
export function levelEvents(before: Pick<StockLevel, 'short'> | undefined, now: StockLevel): StockEvent[] {
  const { nodeId, variantId, version, short } = now;
  if (short === (before?.short ?? 0)) return [stockChanged(now)];
  // Counted by the level: of two shortages of one shelf the later one has the higher version.
  return [stockChanged(now), { type: 'stock.shortage', topic: shortageTopic(nodeId, variantId), version, nodeId, variantId, short }];
}

/**
 * What was set aside cannot be more than what lies there: when less is found, it is gone first.
 * Refuses `invalid` for what is no number of units, and `stale-version` when something was sold or came in since the count began:
 * the difference would then be written down twice.
 */
export function decideToCount(
  level: Pick<StockLevel, 'onHand' | 'unavailable'> | undefined,
  counted: number,
  seen: number | undefined
): { difference: number; unavailable: number } {
  refuseOddUnits(counted, 0);
  const onHand = level?.onHand ?? 0;
  if (seen !== undefined && seen !== onHand) refuse('stale-version', `${onHand} on hand now`);
  return { difference: counted - onHand, unavailable: Math.min(level?.unavailable ?? 0, counted) };
}

export function decideToReceive(level: Pick<StockLevel, 'onHand'> | undefined, quantity: number): { onHand: number } {
  refuseOddUnits(quantity, 1);
  const onHand = (level?.onHand ?? 0) + quantity;
  if (onHand > MOST_UNITS) refuse('invalid', `more than ${MOST_UNITS} on one shelf`);
  return { onHand };
}

/** `damaged`: lies here, not for sale. `sound`: is for sale again after all. `discarded`: what was damaged is thrown away. */
export type Fate = 'damaged' | 'sound' | 'discarded';

/** By how much the level changes. Refuses `invalid`, and `not-enough-stock` when fewer than that lie here, or fewer are damaged. */
export function decideFate(
  level: Pick<StockLevel, 'onHand' | 'unavailable'> | undefined,
  quantity: number,
  fate: Fate
): { quantity: number; setAside: number } {
  refuseOddUnits(quantity, 1);
  const { onHand, unavailable } = level ?? { onHand: 0, unavailable: 0 };
  const most = fate === 'damaged' ? onHand - unavailable : unavailable;
  if (quantity > most) refuse('not-enough-stock', String(Math.max(0, most)));
  return { quantity: fate === 'discarded' ? -quantity : 0, setAside: fate === 'damaged' ? quantity : -quantity };
}

/** Nobody keeps more for the counter than they keep back. Refuses `invalid`. */
export function decideToKeepBack({ keptBack, forCounter }: { keptBack: number; forCounter: number }): void {
  refuseOddUnits(keptBack, 0);
  refuseOddUnits(forCounter, 0);
  if (forCounter > keptBack) refuse('invalid', `no more for the counter than the ${keptBack} that are kept back`);
}

export function refuseOddUnits(units: number, least: number): void {
  if (!Number.isSafeInteger(units) || units < least || units > MOST_UNITS)
    refuse('invalid', `a whole number from ${least} to ${MOST_UNITS}`);
}
