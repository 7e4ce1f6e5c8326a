import type { ReturnPlan } from '../policies/decide-return.ts';

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
