import { nettedWith } from './balance.ts';
import { counts, owedFor, type ReturnParts, type Said } from '../return-money.ts';
import type { RefundTrigger } from '../../policies/policy.ts';
import type { Disposition } from '../return.machine.ts';

/** One line of a return that is exchanged; `unitPriceMinor` is what each new unit costs. */
export type ExchangedLine = { lineId: string; quantity: number; unitPriceMinor: number };
type Unit = { lineId: string; unitPriceMinor: number; receivedAt: Date | null; disposition: Disposition | null };

export type ExchangeOutcome = {
  /** How many new units of each line go out. */
  goes: ReadonlyMap<string, number>;
  netted: ReturnType<typeof nettedWith>;
  /** What is owed beside it: the rest of what came, and what was paid on top for nothing. */
  parts: Omit<ReturnParts, 'goodwillMinor'> & { goodwillMinor: number };
};

/**
 * What becomes of an exchange at the moment it waits for: for each unit that counts one new unit goes out. Where what counts does not pay for these
 * (what was paid on top included), none does, and all of it is money. `paidMinor`: what was paid on top.
 */
export function outcomeAt(
  said: Said,
  { units, lines, paidMinor }: { units: readonly Unit[]; lines: readonly ExchangedLine[]; paidMinor: number },
  moment: RefundTrigger
): ExchangeOutcome {
  const { goodsMinor, deliveryMinor, feeMinor } = owedFor(said, units, moment);
  const value = { goodsMinor, bringingMinor: 0, feeMinor };
  const counted = lines.map(({ lineId, unitPriceMinor }) => {
    return { lineId, unitPriceMinor, units: units.filter((unit) => unit.lineId === lineId && counts(unit, moment)).length };
  });
  const worth = counted.reduce((sum, line) => sum + line.units * line.unitPriceMinor, 0);
  const isCovered = goodsMinor - feeMinor + paidMinor >= worth;
  const newMinor = isCovered ? worth : 0;
  const netted = nettedWith(value, newMinor);
  return {
    goes: new Map(counted.map(({ lineId, units: some }) => [lineId, isCovered ? some : 0])),
    netted,
    parts: {
      goodsMinor: goodsMinor - netted.goodsMinor,
      deliveryMinor,
      feeMinor: feeMinor - netted.feeMinor,
      goodwillMinor: paidMinor - (newMinor - netted.nettedMinor)
    }
  };
}
