import type { TimelineStep } from '#lib/ui/Timeline.svelte';
import { formatMoney } from '#lib/ui/money.ts';
import { dateText } from '#lib/ui/when.ts';
import { methodName } from '../orders/order-words.ts';
import { partName } from '../payments/paid-parts.ts';
import { asksBank } from '../payments/payment-methods.ts';
import { addDays, daysFrom, instantOf, localDate } from '#lib/kernel/zoned.ts';
import { MARKET } from '../stores/market.ts';
import { givesMoney } from './exchange/tracked-exchange.ts';
import { bookedWindow, pickupTime } from './pickup-words.ts';
import { dispositionWords, methodWords } from './return-words.ts';
import type { TrackedReturn } from './tracked-return.ts';

type Happened = { title: string; note?: string | undefined; at: string };

const OVER = new Set(['closed', 'cancelled', 'expired', 'declined']);
export const isOver = ({ state }: Pick<TrackedReturn, 'state'>): boolean => OVER.has(state);

/** What happened to a return, oldest first, and what is still to come. */
export function stepsOfReturn(of: TrackedReturn, now: Date): TimelineStep[] {
  const happened = [...of.events.flatMap((event) => eventStep(of, event)), ...paidSteps(of), ...moneySteps(of)].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at)
  );
  const ended = isOver(of);
  const done = happened.map((step, place): TimelineStep => ({ ...step, state: !ended && place === happened.length - 1 ? 'now' : 'done' }));
  return ended ? done : [...done, ...stillToCome(of, now)];
}

/** A carrier tells it to whom the parcel is brought, "on the way to you": here that is us. */
const TO_US: Record<string, string> = { out_for_delivery: 'On the vehicle to us', delivered: 'Brought to us' };

function scanStep({ at, message, city, isFirst, status }: TrackedReturn['events'][number]): Happened {
  const seen = isFirst ? 'The carrier has it' : 'Seen on its way';
  const title = TO_US[status] ?? (message === '' ? seen : message);
  return { title, note: city === '' || title.includes(city) ? undefined : city, at };
}

function eventStep(of: TrackedReturn, event: TrackedReturn['events'][number]): Happened[] {
  if (event.type === 'return.scanned') return [scanStep(event)];
  const { type, at, isHandedOut } = event;
  const there = of.cameToName ?? undefined;
  const titles: Record<string, Omit<Happened, 'at'>> = {
    'return.requested': { title: 'Asked for' },
    'return.approved': { title: of.isKept ? 'Yes: you keep it' : 'Yes: you can give it back' },
    'return.declined': { title: 'We said no', note: of.reasonDeclined },
    'return.appealed': { title: 'You asked once more' },
    'return.cancelled': { title: 'You keep it after all' },
    'return.expired': { title: 'Nothing was sent in time' },
    'return.label_issued': { title: 'Label made', note: of.trackingNumber ?? undefined },
    'return.pickup_asked': { title: 'The carrier is asked to come' },
    'return.pickup_booked': { title: 'The carrier said when it comes', note: pickupNote(of) },
    'return.pickup_failed': { title: 'No carrier can come', note: 'Bring it to a store: then the fetching costs nothing' },
    'return.pickup_missed': { title: 'Nobody came for it', note: 'Bring it to a store: then the fetching costs nothing' },
    'return.pickup_cancelled': {
      title: of.pickup?.state === 'kept' ? 'The carrier may come all the same' : 'Nobody comes for it any more'
    },
    'return.drop_chosen': { title: 'You bring it to a store', note: of.dropName ?? undefined },
    'return.dropped_off': { title: 'Given in', note: there },
    'return.received': { title: 'With us', note: there },
    'return.graded': { title: 'Looked at', note: gradedNote(of) },
    'return.overdue': { title: 'Your money is late', note: 'One of us is seeing to it' },
    'exchange.asked': { title: 'Kept for you until it is paid', note: insteadNote(of) },
    'exchange.held': { title: 'Kept for you', note: insteadNote(of) },
    'exchange.released': { title: isHandedOut ? 'Handed to you' : 'On its way to you', note: insteadNote(of) },
    'exchange.given_back': { title: 'It does not come', note: 'For sale again' }
  };
  const known = titles[type];
  return known ? [{ ...known, at }] : [];
}

const pickupNote = ({ pickup }: TrackedReturn): string | undefined =>
  pickup?.from && pickup.until ? `${pickupTime({ from: pickup.from, until: pickup.until })} · ${pickup.confirmation}` : undefined;

const gradedNote = ({ units }: TrackedReturn): string =>
  [...new Set(units.flatMap(({ disposition }) => (disposition === null ? [] : [dispositionWords[disposition]])))].join(', ');

const insteadNote = ({ lines }: TrackedReturn): string =>
  lines.flatMap(({ instead }) => (instead ? [[`${instead.quantity} × ${instead.title}`, ...instead.options].join(', ')] : [])).join('; ');

const paidSteps = ({ paid, currency }: TrackedReturn): Happened[] =>
  paid.map(({ amountMinor, at, ...by }) => ({ title: `${formatMoney(amountMinor, currency)} paid`, note: partName(by), at }));

function moneySteps({ refunds, owedAt, currency }: TrackedReturn): Happened[] {
  return refunds.flatMap(({ amountMinor, how, method, state, paidAt }): Happened[] => {
    const amount = formatMoney(amountMinor, currency);
    const where =
      how === 'store-credit'
        ? 'store credit'
        : how === 'by-hand'
          ? asksBank(method)
            ? 'you by one of us'
            : 'you in cash'
          : `your ${methodName(method)}`;
    const owed = owedAt === null ? [] : [{ title: `${amount} is yours again`, note: `to ${where}`, at: owedAt }];
    return state === 'paid' && paidAt !== null ? [...owed, { title: `${amount} sent`, note: `to ${where}`, at: paidAt }] : owed;
  });
}

function stillToCome(of: TrackedReturn, now: Date): TimelineStep[] {
  const steps: TimelineStep[] = [];
  const isSent = of.handedOverAt !== null;
  if (of.exchangeState === 'awaiting_payment') steps.push({ title: 'The difference is paid', state: 'next' });
  else if (of.state === 'requested') steps.push({ title: 'One of us looks at it', state: 'next' });
  if (!isSent && !of.isKept) {
    const comes = bookedWindow(of);
    const expected = comes ? pickupTime(comes) : `by ${dayOf(new Date(of.sendBy))}`;
    steps.push({ title: comes ? 'The carrier comes' : methodWords[of.method].label, expected, state: 'next' });
  }
  if (of.units.some(({ disposition }) => disposition === null)) steps.push({ title: 'Looked at', state: 'next' });
  if (of.exchangeState === 'held') steps.push({ title: 'What you get instead leaves us', state: 'next' });
  if (givesMoney(of) && !isRefused(of) && of.refunds.every(({ state }) => state !== 'paid')) {
    steps.push({ title: 'Your money', expected: `by ${dayOf(refundDue(of, now))}`, state: 'next' });
  }
  return steps;
}

/** Its end is the first moment of the day after. */
const dayOf = (end: Date): string => dateText(end.getTime() - 1, MARKET.timeZone);

/** Its clock does not run until it is handed over: till then it is by as many days from now as it was from the day on which it was asked. */
export function refundDue(of: Pick<TrackedReturn, 'handedOverAt' | 'isKept' | 'askedAt' | 'refundDueAt'>, now: Date): Date {
  const said = new Date(of.refundDueAt);
  if (of.handedOverAt !== null || of.isKept) return said;
  const { timeZone } = MARKET;
  const lastDay = localDate(new Date(said.getTime() - 1), timeZone);
  const days = daysFrom(localDate(new Date(of.askedAt), timeZone), lastDay);
  return instantOf(addDays(localDate(now, timeZone), days), 24 * 60, timeZone);
}

export type RefundClock = { title: string; words: string; tone: 'plain' | 'warn' };

const isRefused = ({ refunds }: TrackedReturn): boolean => refunds.some((refund) => refund.isRefused);
const REFUSED: RefundClock = {
  title: 'Your bank did not take the money back.',
  words: 'On the page of your order you can have it as store credit at once; else one of us gives it to you another way.',
  tone: 'warn'
};

/** The day the money is due, from the first day: what stands on the page as the clock. */
export function refundClock(of: TrackedReturn, now: Date): RefundClock | undefined {
  if (isOver(of) || !givesMoney(of)) return undefined;
  if (isRefused(of)) return REFUSED;
  if (of.refunds.some(({ state }) => state === 'paid')) return undefined;
  const day = dayOf(refundDue(of, now));
  if (of.handedOverAt === null && !of.isKept) {
    return {
      title: `Your money by ${day}, if you give it in today.`,
      words: 'The clock runs from when we or the carrier have it.',
      tone: 'plain'
    };
  }
  if (now.getTime() > Date.parse(of.refundDueAt)) {
    return {
      title: `Your money was due on ${day}.`,
      words: 'It is late, and one of us is seeing to it without your asking.',
      tone: 'warn'
    };
  }
  return { title: `Your money by ${day}.`, words: 'If it is later than that, one of us sees to it by itself.', tone: 'plain' };
}
