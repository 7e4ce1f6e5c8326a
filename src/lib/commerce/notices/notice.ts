import { formatMoney } from '#lib/ui/money.ts';
import { clockText, dateText } from '#lib/ui/when.ts';
import type { FulfilmentUnfillable, PromiseRevised } from '../fulfilment/fulfilment.events.ts';
import { changeNotice, lapsedNotice } from '../order-change/change-notice.ts';
import type { ChangeLapsed, ChangeMade } from '../order-change/change.events.ts';
import { reasonWords } from '../orders/order-words.ts';
import { windowWords } from '../orders/tracking-view.ts';
import { unfilledWords } from '../parcel-choice/choice-words.ts';
import { backWords, redirectedWords, refusedBackWords } from '../payments/money-back.ts';
import type { RefundOwed, RefundRedirected, RefundRefused } from '../payments/payment.events.ts';
import type {
  ReturnApproved,
  ReturnDeclined,
  ReturnExpired,
  ReturnLabelIssued,
  ReturnOverdue,
  ReturnPickupBooked,
  ReturnPickupFailed,
  ReturnPickupMissed,
  ReturnReceived
} from '../returns/return.events.ts';
import type { ExchangeGivenBack, ExchangeReleased } from '../returns/exchange/exchange.events.ts';
import { givenBackWords } from '../returns/exchange/exchange-words.ts';
import { pickupTime } from '../returns/pickup-words.ts';
import { MARKET } from '../stores/market.ts';

type OfPickup = ReturnPickupBooked | ReturnPickupFailed | ReturnPickupMissed;
/** What happened that its shopper is told of. */
type OfReturn =
  | ExchangeGivenBack
  | ExchangeReleased
  | ReturnApproved
  | ReturnDeclined
  | ReturnExpired
  | ReturnLabelIssued
  | ReturnOverdue
  | OfPickup
  | ReturnReceived;
type OfMoney = RefundOwed | RefundRedirected | RefundRefused;
export type Tellable = PromiseRevised | FulfilmentUnfillable | OfMoney | OfReturn | ChangeMade | ChangeLapsed;
export type Notice = { kind: 'promise' | 'choice' | 'money' | 'return' | 'change'; title: string; words: string };

const zone = MARKET.timeZone;

/** What its shopper did themselves: with it, or with the change it belongs to, they are told of the new day. */
const OWN_DAYS: ReadonlySet<string> = new Set(['chosen', 'new-address']);

/** What a shopper is told, and why; undefined for what they know from elsewhere. Times are those of the market; `currency` is the order's. */
export function noticeOf(event: Tellable, currency: string): Notice | undefined {
  if (event.type === 'promise.revised') return OWN_DAYS.has(event.reason) ? undefined : ofPromise(event);
  if (event.type === 'change.made' || event.type === 'change.lapsed') return ofChange(event, currency);
  if (event.type === 'fo.unfillable') return ofChoice(event);
  if (event.type === 'refund.owed' || event.type === 'refund.refused' || event.type === 'refund.redirected') return ofMoney(event);
  return { kind: 'return', ...ofReturn(event) };
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

function ofChange(event: ChangeMade | ChangeLapsed, currency: string): Notice | undefined {
  const told = event.type === 'change.made' ? changeNotice(event, currency) : lapsedNotice(event);
  return told && { kind: 'change', ...told };
}

function ofMoney(event: OfMoney): Notice | undefined {
  const told = moneyWords(event, formatMoney(event.amountMinor, event.currency));
  return told && { kind: 'money', ...told };
}

function moneyWords(event: OfMoney, amount: string): Pick<Notice, 'title' | 'words'> | undefined {
  if (event.type === 'refund.refused') return refusedBackWords(amount, event.refundId === null);
  return event.type === 'refund.owed' ? backWords(event, amount) : redirectedWords(event.how, amount, event.refundId === null);
}

function ofLabel({ isFetched }: ReturnLabelIssued): Pick<Notice, 'title' | 'words'> {
  const words = isFetched
    ? 'You need not print it: the carrier brings it along. We tell you when it comes.'
    : 'Print it, or show its code to the carrier. When it is on its way, the clock of your money runs.';
  return { title: 'The label of your return is there', words };
}

const INSTEAD = 'Bring your return to one of our stores, or give it to the carrier with its label. You do not pay for the fetching then.';

const isOfPickup = (event: OfReturn): event is OfPickup => event.type.startsWith('return.pickup_');

function ofPickup(event: OfPickup): Pick<Notice, 'title' | 'words'> {
  if (event.type === 'return.pickup_failed') return { title: 'No carrier can come to your door', words: INSTEAD };
  const when = pickupTime(event);
  if (event.type === 'return.pickup_missed') {
    return { title: 'Nobody came for your return', words: `The carrier was to come ${when}. ${INSTEAD}` };
  }
  return {
    title: `The carrier comes ${when}`,
    words: `It fetches your return at your door. Its confirmation is ${event.confirmation}. If that does not suit you, bring it to one of our stores.`
  };
}

function ofReturn(event: OfReturn): Pick<Notice, 'title' | 'words'> {
  if (isOfPickup(event)) return ofPickup(event);
  switch (event.type) {
    case 'exchange.released':
      return { title: 'What you get instead is on its way', words: 'When it comes stands on the page of your order.' };
    case 'exchange.given_back':
      return { title: 'Your exchange has ended', words: givenBackWords[event.reason] };
    case 'return.approved':
      return event.isKept
        ? { title: 'Keep it', words: 'You need send nothing back.' }
        : { title: 'You can give it back', words: 'Bring it to one of our stores and show the code of your return. That is all.' };
    case 'return.label_issued':
      return ofLabel(event);
    case 'return.declined':
      return { title: 'We cannot take it back', words: `${event.reason} You can ask once more, and say what we should know.` };
    case 'return.received':
      return { title: 'What you sent back is with us', words: 'We look at it next.' };
    case 'return.expired':
      return { title: 'Your return has ended', words: 'Nothing was sent in time. As long as its days last, you can start another.' };
    case 'return.overdue':
      return {
        title: 'Your money is late',
        words: 'It was to be there by now, and it is not. One of us is seeing to it, without your asking.'
      };
  }
}
