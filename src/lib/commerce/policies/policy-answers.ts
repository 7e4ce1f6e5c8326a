import { formatMoney } from '#lib/ui/money.ts';
import { methodName } from '../orders/order-words.ts';
import { methodWords, reasonLabels, triggerWords } from '../returns/return-words.ts';
import { listed, startWords, times } from './policy-phrases.ts';
import type { Policy, PolicyProfile, ReturnTerms, Taking } from './policy.ts';

export const policyTopics = ['cancel', 'address', 'items', 'payment', 'returns', 'refund', 'exchange'] as const;
export type PolicyTopic = (typeof policyTopics)[number];
/** One rule as whoever asks for it is answered; it cannot be out of date, for it is made of the terms themselves. */
export type PolicyAnswer = { topic: PolicyTopic; question: string; answer: string };

/** How far along something may be for a rule to hold, in words of whoever waits for it. */
function untilWhen(states: readonly string[]): string {
  if (states.includes('ready_for_pickup')) return 'until it is collected';
  if (states.includes('packed')) return 'until it is handed to the carrier';
  if (states.includes('picking')) return 'until it is packed';
  return states.length === 0 ? 'at no time' : 'until somebody begins to pack it';
}

const TAKEN: Record<Taking, string> = {
  'at-order': 'A bank takes its money with the order.',
  'on-leaving': 'A bank keeps its money ready with the order, and takes the share of each parcel when that leaves.'
};

const SAID: Record<PolicyTopic, (terms: PolicyProfile) => Omit<PolicyAnswer, 'topic'>> = {
  cancel: ({ cancel }) => ({
    question: 'Until when can I cancel an order?',
    answer: `An order, or a part of it, is cancelled ${untilWhen(cancel.states)}.${cancel.afterItemChange ? '' : ' Not after its things were changed.'}`
  }),
  address: ({ address }) => ({
    question: 'Can I change the address of an order?',
    answer: `The address is changed ${untilWhen(address.states)}.`
  }),
  items: ({ items }) => ({
    question: 'Can I change size or colour after ordering?',
    answer:
      items.swapFor === 'nothing' || items.mostChanges === 0
        ? 'Things of an order are not changed for others. Cancel it and order anew.'
        : `A thing is changed for another size or colour of the same ${untilWhen(items.states)}, ${times(items.mostChanges)} an order.`
  }),
  payment: ({ payment }) => ({
    question: 'Can I pay another way after ordering?',
    answer: `Another way to pay is possible ${untilWhen(payment.states)}. A difference is paid by ${listed(payment.difference.map(methodName))}. ${TAKEN[payment.take]}`
  }),
  returns: ({ returns, currency }) => ({ question: 'How do I give something back?', answer: returnWords(returns, currency) }),
  refund: ({ returns, limits, currency }) => ({
    question: 'When do I get my money back?',
    answer: `${returns.triggers.map(({ upToMinor, trigger }) => `${upToMinor === null ? 'Else' : `Up to ${formatMoney(upToMinor, currency)}`}: ${triggerWords[trigger]}`).join('. ')}. It is back within ${limits.refundDays} days of asking. Above ${formatMoney(limits.approveAboveMinor, currency)} one of us looks at it first.`
  }),
  exchange: ({ returns }) => ({
    question: 'Can I exchange something?',
    answer:
      returns.exchangeFor === 'nothing'
        ? 'Nothing is exchanged. Give it back and order what you like instead.'
        : `What came is exchanged for ${returns.exchangeFor === 'same-product' ? 'another size or colour of the same' : 'anything else'}${returns.exchangeDays === null ? '' : `, within ${returns.exchangeDays} days of ${startWords(returns.from)}`}.`
  })
};

function returnWords({ days, from, reasons, methods, fees, photoFor, refundTo, bonusPercent }: ReturnTerms, currency: string): string {
  if (days === null) return 'It was sold for good and does not come back. If something is wrong with it, tell us what.';
  const ways = methods.map(
    (method) => `${methodWords[method].label}${fees[method] > 0 ? ` (${formatMoney(fees[method], currency)})` : ''}`
  );
  const photo = photoFor.length > 0 ? ` A photo is needed for: ${photoFor.map((reason) => reasonLabels[reason]).join('; ')}.` : '';
  const credit = refundTo.includes('store-credit') && bonusPercent > 0 ? ` As store credit it is ${bonusPercent} % more.` : '';
  return `Within ${days} days of ${startWords(from)}, by: ${ways.join('; ')}. Reasons: ${reasons.map((reason) => reasonLabels[reason]).join('; ')}.${photo}${credit}`;
}

export const policyAnswer = ({ terms }: Policy, topic: PolicyTopic): PolicyAnswer => ({ topic, ...SAID[topic](terms) });
