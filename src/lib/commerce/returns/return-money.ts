import { percentOf } from '../policies/decide-return.ts';
import type { RefundTrigger } from '../policies/policy.ts';
import type { Disposition } from './return.machine.ts';

/** Sums as they were said when it was asked, in minor units. */
export type Said = { keepPercent: number; goodsMinor: number; bringingMinor: number; feeMinor: number };
type Unit = { unitPriceMinor: number; receivedAt: Date | null; disposition: Disposition | null };

export type ReturnParts = { goodsMinor: number; deliveryMinor: number; goodwillMinor: 0; feeMinor: number };

const MOMENTS: readonly RefundTrigger[] = ['instant', 'first-scan', 'received', 'inspected'];

/** Whether what happened just now is what the money waits for, or more. */
export const isDueAt = (trigger: RefundTrigger, moment: RefundTrigger): boolean => MOMENTS.indexOf(moment) >= MOMENTS.indexOf(trigger);

const NOT_OURS: ReadonlySet<Disposition> = new Set(['missing', 'back_to_customer']);

/**
 * What is owed at that moment: all that was said while nobody has looked, what came once it came, what was found right once it was graded.
 * Bringing goes back only with all of it; the fee is never more than the rest.
 */
export function owedFor(said: Said, units: readonly Unit[], moment: RefundTrigger): ReturnParts {
  const counted = units.filter((unit) => counts(unit, moment));
  const isAll = counted.length === units.length;
  const worth = counted.reduce((sum, { unitPriceMinor }) => sum + unitPriceMinor, 0);
  const goodsMinor = isAll ? said.goodsMinor : percentOf(worth, said.keepPercent);
  const deliveryMinor = isAll ? said.bringingMinor : 0;
  return { goodsMinor, deliveryMinor, goodwillMinor: 0, feeMinor: Math.min(said.feeMinor, goodsMinor + deliveryMinor) };
}

/** Whether a unit is worth something at that moment. */
export function counts({ receivedAt, disposition }: Pick<Unit, 'receivedAt' | 'disposition'>, moment: RefundTrigger): boolean {
  if (moment === 'received') return receivedAt !== null;
  return moment === 'inspected' ? disposition !== null && !NOT_OURS.has(disposition) : true;
}

export const totalOf = ({ goodsMinor, deliveryMinor, feeMinor }: ReturnParts): number => goodsMinor + deliveryMinor - feeMinor;

/**
 * What a shopper has of it who gives it in at a counter with these grades, where it is looked at in the same step: what is right counts. What was
 * given at once stays given. `disposition` null where nothing is chosen yet, which is taken for sound.
 */
export function owedAtCounter(
  said: Said & { trigger: RefundTrigger },
  units: readonly Pick<Unit, 'unitPriceMinor' | 'disposition'>[]
): ReturnParts {
  const then = units.map(({ unitPriceMinor, disposition }) => ({
    unitPriceMinor,
    disposition: disposition ?? ('restock_a' as const),
    receivedAt: null
  }));
  return owedFor(said, then, said.trigger === 'instant' ? 'instant' : 'inspected');
}
