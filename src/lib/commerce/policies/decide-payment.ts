import { isOpenOrder, isOverParcel, type ChangeableOrder } from './changeable-order.ts';
import type { DifferenceMethod, Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** How it is to be paid now. `isTaken`: the money is there already, or its bank is asked at this moment. */
export type AskedPayment = { from: string; to: string; isTaken: boolean };

const AT_THE_DOOR = 'cash_on_delivery';
const AT_THE_COUNTER = 'pay_in_store';

/** Whether an order that is still to be paid may be paid in another way. */
export function decidePayment(policy: Policy, order: ChangeableOrder, { from, to, isTaken }: AskedPayment): Ruling {
  const by = ruledBy(policy, 'payment.states');
  const open = order.parcels.filter((parcel) => !isOverParcel(parcel));
  if (!isOpenOrder(order) || open.length === 0) return ruledOut(by, 'already-ended', '', ['reorder']);
  if (isTaken || from === to) return ruledOut(by, 'not-paid-so', '', ['support']);
  const begun = open.find(({ state }) => !policy.terms.payment.states.includes(state));
  if (begun) return ruledOut(by, 'already-begun', begun.lines[0]?.title ?? '', ['support']);
  const fits = to === AT_THE_DOOR ? 'ship' : to === AT_THE_COUNTER ? 'pickup' : undefined;
  // Cash is given where a parcel is handed over: all of them at the door, or all at the counter.
  if (fits && open.some(({ method }) => method !== fits)) return ruledOut(by, 'not-paid-so', '', ['change-way']);
  return { allowed: true, by };
}

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
