import type { Outcome } from '#lib/commerce/policies/decide-again.ts';
import type { ReturnPlan } from '#lib/commerce/policies/decide-return.ts';
import type { PastKind } from '#lib/commerce/policies/past-requests.ts';
import { choiceWords } from '#lib/commerce/policies/policy-phrases.ts';
import { formatMoney } from '#lib/ui/money.ts';
import { dateText } from '#lib/ui/when.ts';
import { plain } from './policy-form.ts';

export const kindWords: Record<PastKind, string> = {
  cancel: 'Cancelling',
  address: 'Another address',
  swap: 'Another size or colour',
  payment: 'Paying another way',
  delivery: 'Changing how it comes',
  return: 'Giving back',
  exchange: 'Exchanging',
  keep: 'Keeping it for some of its price'
};

type Told = { currency: string; zone: string };

/** An answer, and the place in the profile that gave it. */
export function outcomeText({ code, rule, plan }: Outcome, told: Told): string {
  const answer = code === null ? (plan ? `yes: ${planText(plan, told)}` : 'yes') : `no: ${plain(code)}`;
  return `${answer} (${rule})`;
}

function planText(plan: ReturnPlan, { currency, zone }: Told): string {
  const { bonusPercent, feeMinor, keepPercent, exchange, refundDueAt, trigger, approval } = plan;
  const bonus = bonusPercent > 0 ? ` and ${bonusPercent} %` : '';
  const fee = feeMinor > 0 ? `, ${formatMoney(feeMinor, currency)} of it taken off as a fee` : '';
  const kept = keepPercent === null ? '' : ', it stays there';
  const more = exchange && exchange.moreMinor > 0 ? `, ${formatMoney(exchange.moreMinor, currency)} more to be paid` : '';
  const back = formatMoney(exchange ? exchange.backMinor : plan.goodsMinor + plan.bringingMinor - feeMinor, currency);
  return `${back}${bonus} by ${dateText(refundDueAt, zone)}${fee}${more}, ${choiceWords(trigger)}, by ${plain(approval)}${kept}`;
}
