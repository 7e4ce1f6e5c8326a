import { asksBank, type PaidBy } from '../payments/payment-methods.ts';
import { isOpenOrder, isOverParcel, type ChangeableOrder } from './changeable-order.ts';
import type { DifferenceMethod, Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** How it is to be paid now. `isTaken`: the money is there already. */
export type AskedPayment = { from: PaidBy; to: PaidBy; isTaken: boolean };

const AT_THE_DOOR = 'cash_on_delivery';
const AT_THE_COUNTER = 'pay_in_store';

/**
 * Whether an order may be paid in another way. What a bank took, another account at a bank may pay instead, also by the same method; what is to
 * be paid in cash may be paid by a bank before, and the other way round as long as nothing was taken.
 */
export function decidePayment(policy: Policy, order: ChangeableOrder, { from, to, isTaken }: AskedPayment): Ruling {
  const by = ruledBy(policy, 'payment.states');
  const open = order.parcels.filter((parcel) => !isOverParcel(parcel));
  if (!isOpenOrder(order) || open.length === 0) return ruledOut(by, 'already-ended', '', ['reorder']);
  if (!isAnother({ from, to, isTaken })) return ruledOut(by, 'not-paid-so', '', ['support']);
  const begun = open.find(({ state }) => !policy.terms.payment.states.includes(state));
  if (begun) return ruledOut(by, 'already-begun', begun.lines[0]?.title ?? '', ['support']);
  const fits = to === AT_THE_DOOR ? 'ship' : to === AT_THE_COUNTER ? 'pickup' : undefined;
  // Cash is given where a parcel is handed over: all of them at the door, or all at the counter.
  if (fits && open.some(({ method }) => method !== fits)) return ruledOut(by, 'not-paid-so', '', ['change-way']);
  return { allowed: true, by };
}

const isAnother = ({ from, to, isTaken }: AskedPayment): boolean =>
  isTaken ? asksBank(from) && asksBank(to) : from !== to || asksBank(to);

/** `coversMinor`: what is left on a gift card; other ways cover anything. */
export type AskedDifference = { method: DifferenceMethod; amountMinor: number; coversMinor: number | null };

/** Which way may take what a change costs more. */
export function decideDifference(policy: Policy, { method, amountMinor, coversMinor }: AskedDifference): Ruling {
  const { difference, giftCardMustCover } = policy.terms.payment;
  if (!difference.includes(method)) return ruledOut(ruledBy(policy, 'payment.difference'), 'not-paid-so', method, ['support']);
  if (giftCardMustCover && method === 'gift_card' && (coversMinor ?? 0) < amountMinor) {
    return ruledOut(ruledBy(policy, 'payment.giftCardMustCover'), 'card-covers-less', '', ['support']);
  }
  return { allowed: true, by: ruledBy(policy, 'payment.difference') };
}
