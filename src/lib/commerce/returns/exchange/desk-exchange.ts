import { totalOf, type Said } from '../return-money.ts';
import type { RefundTrigger } from '../../policies/policy.ts';
import type { Disposition } from '../return.machine.ts';
import type { ExchangeState } from './exchange.machine.ts';
import { outcomeAt } from './exchange-money.ts';

/** What comes instead, as whoever takes the old thing back reads it. `isHere`: as much of it lies at that counter and is free, or is kept there for it. */
export type DeskExchange = {
  state: Exclude<ExchangeState, 'asked'>;
  paidMinor: number;
  lines: { lineId: string; title: string; options: string[]; quantity: number; unitPriceMinor: number; isHere: boolean }[];
};

type Graded = { lineId: string; unitPriceMinor: number; disposition: Disposition | null };

/** What goes out and what is given beside it, when it is given in at a counter with these grades; what is not graded yet is taken for sound. */
export function exchangedAtCounter(
  said: Said & { trigger: RefundTrigger },
  units: readonly Graded[],
  { lines, paidMinor }: DeskExchange
): { goes: number; totalMinor: number } {
  const then = units.map((unit) => ({ ...unit, disposition: unit.disposition ?? ('restock_a' as const), receivedAt: null }));
  const { goes, parts } = outcomeAt(said, { units: then, lines, paidMinor }, said.trigger === 'instant' ? 'instant' : 'inspected');
  const totalMinor = totalOf({ ...parts, goodwillMinor: 0 }) + parts.goodwillMinor;
  return { goes: [...goes.values()].reduce((sum, some) => sum + some, 0), totalMinor };
}
