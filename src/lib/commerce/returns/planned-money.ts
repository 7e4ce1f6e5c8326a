import type { RefundTo, ReturnPlan } from '../policies/decide-return.ts';

/** What a return does with money and who says yes to it, without its days, which move on while one looks at them. */
export const moneyOf = ({ goodsMinor, bringingMinor, feeMinor, bonusPercent, trigger, approval, keepPercent, exchange }: ReturnPlan) => ({
  goodsMinor,
  bringingMinor,
  feeMinor,
  bonusPercent,
  trigger,
  approval,
  keepPercent,
  exchange
});

/** One line that is exchanged makes it an exchange; what is left over goes back the way it was paid. */
export const toOf = ({ lines, to }: { lines: readonly { exchange?: object | undefined }[]; to: RefundTo }): RefundTo =>
  lines.some(({ exchange }) => exchange) ? 'exchange' : to;
