import { formatMoney } from '#lib/ui/money.ts';
import { clockText, dateText } from '#lib/ui/when.ts';
import type { FulfilmentUnfillable, PromiseRevised } from '../fulfilment/fulfilment.events.ts';
import { reasonWords } from '../orders/order-words.ts';
import { windowWords } from '../orders/tracking-view.ts';
import { unfilledWords } from '../parcel-choice/choice-words.ts';
import { backWords } from '../payments/money-back.ts';
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

function ofChoice({ reason, decideBy }: FulfilmentUnfillable): Notice {
  const until = `${dateText(decideBy, zone)}, ${clockText(decideBy, zone)}`;
  return {
    kind: 'choice',
    title: 'Say how it goes on',
    words: `${unfilledWords(reason)} Choose by ${until}: another store, to your door, something like it, or your money back. If we hear nothing, the money goes back.`
  };
}

function ofMoney(event: RefundOwed): Notice {
  return { kind: 'money', ...backWords(event, formatMoney(event.amountMinor, event.currency)) };
}
