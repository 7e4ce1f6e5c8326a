import { methodWords, reasonLabels, triggerWords } from '#lib/commerce/returns/return-words.ts';
import type { RefundTrigger, ReturnMethod, ReturnReason } from '#lib/commerce/policies/policy.ts';
import { effectText, type PointsEffect } from '#lib/commerce/loyalty/points.ts';
import { formatMoney } from '#lib/ui/money.ts';
import type { ExchangeEffect, ReturnEffect } from './effects.ts';
import { dayWords } from './when-words.ts';

export type Line = { label: string; text: string };

type Coming = { item: string; quantity: number; reason: string };
const comingWords = (items: readonly Coming[]): string =>
  items.map(({ item, quantity, reason }) => `${quantity} × ${item} (${reasonLabels[reason as ReturnReason]})`).join('; ');

const pointsLine = ({ points }: { points?: PointsEffect }): Line[] => (points ? [{ label: 'Points', text: effectText(points) }] : []);

const wayLines = (method: string, store: string | undefined): Line[] => [
  { label: 'How', text: methodWords[method as ReturnMethod].label },
  ...(store === undefined ? [] : [{ label: 'Store', text: store }])
];

/** How something comes back, and what money or what other thing there is for it, as the page says it. */
export function returnLines(effect: ReturnEffect & { trigger: RefundTrigger }): Line[] {
  const { items, method, store, isKept, refundTo, currency, goodsMinor, bringingMinor, feeMinor, refundDueAt, sendBy, trigger } = effect;
  const back = formatMoney(Math.max(0, goodsMinor + bringingMinor - feeMinor), currency);
  const to = refundTo === 'store-credit' ? 'as store credit' : 'the way it was paid';
  const way = [{ label: 'Comes back', text: comingWords(items) }, ...wayLines(method, store)];
  return [
    ...(isKept ? [{ label: 'You keep it', text: comingWords(items) }] : way),
    { label: 'Money', text: `${back} ${to}, ${triggerWords[trigger]}` },
    ...(feeMinor > 0 ? [{ label: 'Cost', text: `${formatMoney(feeMinor, currency)} for the way back, taken off` }] : []),
    ...pointsLine(effect),
    ...(isKept ? [] : [{ label: 'Send by', text: dayWords(sendBy) }]),
    { label: 'Money by', text: dayWords(refundDueAt) }
  ];
}

export function exchangeLines(effect: ExchangeEffect & { trigger: RefundTrigger }): Line[] {
  const { items, method, store, currency, feeMinor, sendBy, trigger, thereBy, isCollected } = effect;
  return [
    { label: 'Comes back', text: comingWords(items) },
    { label: 'Instead', text: items.map(({ to, quantity }) => `${quantity} × ${to}`).join('; ') },
    { label: 'Money', text: balanceText(effect) },
    ...wayLines(method, store),
    ...(feeMinor > 0 ? [{ label: 'Cost', text: `${formatMoney(feeMinor, currency)} for the way back, in it` }] : []),
    ...pointsLine(effect),
    {
      label: 'The new one',
      text: `kept for you; it ${isCollected ? 'is there for you to collect' : 'leaves us'} ${triggerWords[trigger]}`
    },
    { label: 'If it went now', text: `there by ${dayWords(thereBy)}` },
    { label: 'Send by', text: dayWords(sendBy) }
  ];
}

const BY = { upi: 'by UPI', card: 'by card' };

function balanceText({ moreMinor, backMinor, currency, payBy, trigger }: ExchangeEffect & { trigger: RefundTrigger }): string {
  if (moreMinor > 0)
    return `${formatMoney(moreMinor, currency)} more, to be paid ${BY[payBy]} on the page of the order; until then the new one is kept and nothing is changed`;
  return backMinor > 0 ? `${formatMoney(backMinor, currency)} back the way it was paid, ${triggerWords[trigger]}` : 'nothing to pay';
}
