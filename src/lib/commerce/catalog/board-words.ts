import { distanceText } from '#lib/ui/distance.ts';
import { formatMoney } from '#lib/ui/money.ts';
import { dayText, daysBetween, spanText, windowText, type Instant } from '#lib/ui/when.ts';
import { inSentence, shortClock } from './countdown.ts';
import type { Bring, Collect, DeadReason, StoreStock } from './board.ts';

/** A time for the big end of a row, and the small words under it. */
export type BigTime = { big: string; small: string };

const FULL_DAY_MS = 6 * 3_600_000;
const SOON_MS = 3 * 3_600_000;

/** The day we commit to, with the hours where they are narrow and the earlier day where it may come sooner. */
export function bringTime({ from, until }: Pick<Bring, 'from' | 'until'>, now: Instant, zone: string): BigTime {
  const big = dayText(until, now, zone);
  if (daysBetween(from, until, zone) > 0) return { big, small: `perhaps ${inSentence(dayText(from, now, zone))}` };
  const narrow = new Date(until).getTime() - new Date(from).getTime() < FULL_DAY_MS;
  return { big, small: narrow ? windowText(from, until, zone) : `by ${shortClock(until, zone)}` };
}

/** "30 min" while one can go at once, else the day and the hour from which it lies there. */
export function collectTime({ until }: Pick<Collect, 'until'>, now: Instant, zone: string): BigTime {
  const wait = new Date(until).getTime() - new Date(now).getTime();
  if (wait <= SOON_MS) return { big: spanText(Math.ceil(Math.max(wait, 60_000) / 300_000) * 300_000), small: '' };
  return { big: dayText(until, now, zone), small: `from ${shortClock(until, zone)}` };
}

/** The same within a sentence: "in 30 min", "tomorrow from 10:30 am". */
export function collectPhrase(collect: Pick<Collect, 'until'>, now: Instant, zone: string): string {
  const { big, small } = collectTime(collect, now, zone);
  return small === '' ? `in ${big}` : `${inSentence(big)} ${small}`;
}

export function seeTime({ isOpen, opens }: Pick<StoreStock, 'isOpen' | 'opens'>, now: Instant, zone: string): BigTime {
  if (isOpen) return { big: 'Now', small: '' };
  return opens === null ? { big: 'Closed', small: '' } : { big: dayText(opens, now, zone), small: `from ${shortClock(opens, zone)}` };
}

export function costText({ costMinor }: Pick<Bring, 'costMinor'>, currency: string): string {
  return costMinor === 0 ? 'Free' : formatMoney(costMinor, currency);
}

/** "open till 9 pm", "opens tomorrow at 10 am". */
export function hoursText({ isOpen, closes, opens }: Pick<StoreStock, 'isOpen' | 'closes' | 'opens'>, now: Instant, zone: string): string {
  if (isOpen && closes !== null) return `open till ${shortClock(closes, zone)}`;
  if (opens === null) return 'closed';
  const day = dayText(opens, now, zone);
  return `opens ${day === 'Today' ? '' : `${inSentence(day)} `}at ${shortClock(opens, zone)}`;
}

export function awayText(metres: number | null): string {
  return metres === null ? '' : `${distanceText(metres)} away`;
}

const REASONS: Record<DeadReason, string> = {
  'sold-out': 'None left anywhere just now.',
  'no-store-has-it': 'No store has one on its shelf just now.',
  'not-there': 'None on the shelf there just now.',
  'not-shown': 'It stands in no store just now.',
  'unknown-postcode': 'Tell us your PIN code and we say when.',
  'no-service': 'We do not bring it there yet.'
};

export const reasonText = (reason: DeadReason): string => REASONS[reason];

/** "Today, 5:15–6:45 pm for ₹199": what paying for speed would change. */
export function serviceOffer(way: Bring, { currency, now, zone }: { currency: string; now: Instant; zone: string }): string {
  const { big, small } = bringTime(way, now, zone);
  return `Or ${inSentence(big)}, ${small}, for ${costText(way, currency)}`;
}

/** "tomorrow", "Friday": the day it arrives, within a sentence. */
export const arrivalDay = ({ until }: Pick<Bring, 'until'>, now: Instant, zone: string): string => inSentence(dayText(until, now, zone));

export { inSentence, orderByText } from './countdown.ts';
