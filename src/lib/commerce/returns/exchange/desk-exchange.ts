import { totalOf, type Said } from '../return-money.ts';
import type { RefundTrigger } from '../../policies/policy.ts';
import type { Disposition } from '../return.machine.ts';
import type { ExchangeState } from './exchange.machine.ts';
import { outcomeAt } from './exchange-money.ts';

/** What comes instead, as whoever takes the old thing back reads it. `isHere`: as much of it lies at that counter and is free, or is kept there for it. */
export type DeskExchange = {
  state: Exclude<ExchangeState, 'asked'>;
  paidMinor: number;
  /** How much of the old thing's worth pays for the new one by now; 0 while that is not held. */
  nettedGoodsMinor: number;
  lines: { lineId: string; title: string; options: string[]; quantity: number; unitPriceMinor: number; isHere: boolean }[];
};

type Graded = { lineId: string; unitPriceMinor: number; disposition: Disposition | null };

/**
 * What goes out and what is given beside it, when it is given in at a counter with these grades; what is not graded yet is taken for sound.
 * `goodsMinor`: by how much the goods of the order, of which the held ones are some by now, are worth more or less then.
 */
export function exchangedAtCounter(
  said: Said & { trigger: RefundTrigger },
  units: readonly Graded[],
  { lines, paidMinor, nettedGoodsMinor }: DeskExchange
): { goes: number; totalMinor: number; goodsMinor: number } {
  const then = units.map((unit) => ({ ...unit, disposition: unit.disposition ?? ('restock_a' as const), receivedAt: null }));
  const { goes, netted, parts } = outcomeAt(said, { units: then, lines, paidMinor }, said.trigger === 'instant' ? 'instant' : 'inspected');
  const totalMinor = totalOf({ ...parts, goodwillMinor: 0 }) + parts.goodwillMinor;
  const stayMinor = lines.reduce(
    (sum, { lineId, quantity, unitPriceMinor }) => sum + (quantity - (goes.get(lineId) ?? 0)) * unitPriceMinor,
    0
  );
  const goodsMinor = nettedGoodsMinor - netted.goodsMinor - parts.goodsMinor - stayMinor;
  return { goes: [...goes.values()].reduce((sum, some) => sum + some, 0), totalMinor, goodsMinor };
}
