import { formatMoney } from '#lib/ui/money.ts';
import { clockText, dateText } from '#lib/ui/when.ts';
import type { FulfilmentUnfillable, PromiseRevised } from '../fulfilment/fulfilment.events.ts';
import { reasonWords } from '../orders/order-words.ts';
import { windowWords } from '../orders/tracking-view.ts';
import type { RefundOwed } from '../payments/payment.events.ts';
import { MARKET } from '../stores/market.ts';

/** What happened that its shopper is told of. */
export type Tellable = PromiseRevised | FulfilmentUnfillable | RefundOwed;
export type Notice = { kind: 'promise' | 'choice' | 'money'; title: string; words: string };

const zone = MARKET.timeZone;

/** What a shopper is told, and why; undefined for what they did themselves. Times are those of the market. */
export function noticeOf(event: Tellable): Notice | undefined {
  if (event.type === 'promise.revised') return event.reason === 'chosen' ? undefined : ofPromise(event);
  return event.type === 'fo.unfillable' ? ofChoice(event) : ofMoney(event);
}

function ofPromise({ deliverFrom, deliverUntil, wasFrom, wasUntil, reason, detail }: PromiseRevised): Notice {
  const now = windowWords({ from: deliverFrom, until: deliverUntil }, zone);
  const was = windowWords({ from: wasFrom, until: wasUntil }, zone);
  const how = Date.parse(deliverUntil) > Date.parse(wasUntil) ? 'later' : 'earlier';
  return { kind: 'promise', title: `It comes ${how}: ${now}`, words: `${reasonWords(reason, detail)} We had said ${was}.` };
}

const WHY: Record<string, string> = {
  'not-found': 'It was not found where it should lie.',
  damaged: 'It was damaged where it lay.',
  'no-capacity': 'The place that was to fill it has too much to do.',
  'node-down': 'The place that was to fill it is shut.'
};

function ofChoice({ reason, decideBy }: FulfilmentUnfillable): Notice {
  const until = `${dateText(decideBy, zone)}, ${clockText(decideBy, zone)}`;
  return {
    kind: 'choice',
    title: 'Say how it goes on',
    words: `${WHY[reason] ?? 'We cannot fill it as you ordered it.'} Choose by ${until}: another store, to your door, something like it, or your money back. If we hear nothing, the money goes back.`
  };
}

function ofMoney({ amountMinor, currency, reason, isTakenOff }: RefundOwed): Notice {
  const amount = formatMoney(amountMinor, currency);
  const why = {
    late: 'We are later than we promised.',
    'not-filled': 'A part of your order does not come.',
    uncollected: 'It was not collected.',
    changed: 'Nothing has to be brought any more.'
  }[reason];
  const how = isTakenOff ? 'It is off what you pay.' : 'It goes back the way it was paid, by itself.';
  return { kind: 'money', title: isTakenOff ? `${amount} less to pay` : `${amount} back to you`, words: `${why} ${how}` };
}
