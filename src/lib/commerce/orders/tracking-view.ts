import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import { bringTime } from '../catalog/board-words.ts';
import { inSentence } from '../catalog/countdown.ts';
import { MARKET } from '../stores/market.ts';
import { clockText, dateText, daysBetween, dayText, sameDay, spanText, windowText, type Instant } from '#lib/ui/when.ts';
import { orderWords, parcelWords, reasonWords, type Words } from './order-words.ts';
import type { TrackedOrder, TrackedParcel, TrackedPromise } from './tracked-order.ts';

export type Window = { from: string; until: string };
/**
 * The big words of the page: a time or a window of times in numerals (`parts`, with `half` for am or pm), or a day.
 * `small` stands under it; `spoken` is all of it as a sentence.
 */
export type Eta = { parts: string[]; half: string; small: string; spoken: string };

/** One version of a promise. `moved` says in words how it differs from the first; empty for the first. */
/** `first`: what it is compared with, which is what was said first, or what the shopper chose since. */
export type ShownPromise = { number: number; window: Window; first: Window; reason: string; moved: string; isLater: boolean; at: string };

const DAY_WIDE_MS = 6 * 3_600_000;
const ENDED: ReadonlySet<TrackedParcel['state']> = new Set(['collected', 'closed', 'cancelled', 'uncollected']);

export const hasEnded = ({ state, shipmentState }: TrackedParcel): boolean =>
  ENDED.has(state) || (state === 'shipped' && ['delivered', 'returned', 'cancelled', 'lost'].includes(shipmentState ?? ''));

/** What we expect now: the estimate when there is one, else what was promised last. Nothing once it has ended, or hangs on its shopper's word. */
export function expectedOf(parcel: TrackedParcel): Window | null {
  if (hasEnded(parcel) || parcel.state === 'unfillable') return null;
  if (parcel.estimateFrom !== null && parcel.estimateUntil !== null) return { from: parcel.estimateFrom, until: parcel.estimateUntil };
  const last = parcel.promises.at(-1);
  return last ? { from: last.deliverFrom, until: last.deliverUntil } : null;
}

/** The parcel that the head of the page speaks of: one its shopper is asked about, the next one to come, else the last one that came. */
export function leadingParcel(parcels: TrackedParcel[]): TrackedParcel | undefined {
  const asked = parcels.find(({ state }) => state === 'unfillable');
  if (asked) return asked;
  const open = parcels.filter((parcel) => !hasEnded(parcel));
  const byTime = open.toSorted((a, b) => time(expectedOf(a)?.until) - time(expectedOf(b)?.until));
  return byTime[0] ?? parcels.toSorted((a, b) => time(b.deliveredAt, 0) - time(a.deliveredAt, 0))[0];
}

const time = (at: string | null | undefined, otherwise = Infinity): number => (at ? Date.parse(at) : otherwise);

export const zoneOf = ({ method, timeZone }: TrackedParcel): string =>
  method === 'ship' ? MARKET.timeZone : (timeZone ?? MARKET.timeZone);

/** The carrier's clock may run ahead of ours (in the demonstration it does): of the two the later is now for its parcel. */
function clockOf({ scans }: TrackedParcel, now: Instant): Date {
  const newest = Math.max(0, ...scans.map(({ occurredAt }) => Date.parse(occurredAt)));
  return new Date(Math.max(newest, new Date(now).getTime()));
}

/** Whether the carrier's own times lie so far ahead that a reader must be told. */
export const runsAhead = (parcel: TrackedParcel, now: Instant): boolean =>
  clockOf(parcel, now).getTime() - new Date(now).getTime() > 5 * 60_000;

export function etaOf(order: TrackedOrder, parcel: TrackedParcel | undefined, now: Instant): Eta {
  const own = orderWords(order);
  if (own && order.payBy && order.life === 'placed') return dueEta(order.payBy, parcel ? zoneOf(parcel) : MARKET.timeZone);
  if (!parcel || order.life === 'cancelled') return wordEta(order.life === 'cancelled' ? 'Cancelled' : 'In hand');
  const zone = zoneOf(parcel);
  if (hasEnded(parcel)) return endedEta(parcel, now, zone);
  if (parcel.state === 'unfillable') return wordEta('Your word', 'the date follows from it');
  const expected = expectedOf(parcel);
  return expected ? windowEta(expected, { parcel, now, zone }) : wordEta('No date yet', 'we say it here when we know it');
}

const wordEta = (word: string, small = ''): Eta => ({ parts: [word], half: '', small, spoken: [word, small].filter(Boolean).join(', ') });

function dueEta(payBy: Instant, zone: string): Eta {
  const [clock = '', half = ''] = clockText(payBy, zone).split(' ');
  return { parts: [clock], half, small: 'until then we keep it for you', spoken: `Kept for you until ${clockText(payBy, zone)}` };
}

function endedEta(parcel: TrackedParcel, now: Instant, zone: string): Eta {
  const { deliveredAt } = parcel;
  if (deliveredAt === null) return wordEta(parcelWords(parcel).strong.replace(/\.$/, ''));
  const [clock = '', half = ''] = clockText(deliveredAt, zone).split(' ');
  const day = dayText(deliveredAt, now, zone);
  return { parts: [clock], half, small: day, spoken: `Delivered ${inSentence(day)} at ${clockText(deliveredAt, zone)}` };
}

type Asked = { parcel: TrackedParcel; now: Instant; zone: string };

function windowEta(window: Window, { parcel, now, zone }: Asked): Eta {
  const clock = clockOf(parcel, now);
  const isNarrow = time(window.until) - time(window.from) < DAY_WIDE_MS && sameDay(window.from, window.until, zone);
  const day = sameDay(window.until, now, zone) ? '' : dateText(window.until, zone);
  if (parcel.method === 'pickup') return pickupEta(window, parcel, { now, zone });
  if (!isNarrow || !sameDay(window.until, clock, zone)) {
    const { big, small } = bringTime(window, now, zone);
    return { parts: [big], half: '', small, spoken: `Expected ${inSentence(big)}, ${small}` };
  }
  const { parts, half } = numerals(window, zone);
  return { parts, half, small: day, spoken: `Expected between ${parts.join(' and ')} ${half}${day === '' ? '' : ` on ${day}`}`.trim() };
}

function pickupEta(window: Window, { state }: TrackedParcel, { now, zone }: { now: Instant; zone: string }): Eta {
  if (state === 'ready_for_pickup') return wordEta('Ready', 'collect it when you like');
  const [clock = '', half = ''] = clockText(window.until, zone).split(' ');
  const day = dayText(window.until, now, zone);
  return { parts: [clock], half, small: `${day}, ready by then`, spoken: `Ready ${inSentence(day)} by ${clockText(window.until, zone)}` };
}

/** "6:25" and "6:45" with "pm"; when the halves of the day differ each keeps its own. */
function numerals({ from, until }: Window, zone: string): { parts: string[]; half: string } {
  const [start, end] = [from, until].map((one) => clockText(one, zone).split(' '));
  const short = [from, until].every((one) => clockText(one, zone).includes(':00'));
  const cut = (clock = ''): string => (short ? clock.replace(':00', '') : clock);
  const same = start?.[1] === end?.[1];
  return { parts: [same ? cut(start?.[0]) : `${cut(start?.[0])} ${start?.[1] ?? ''}`.trim(), cut(end?.[0])], half: end?.[1] ?? '' };
}

/** "Thu 26 Nov, 4–6 pm", "Thu 26 Nov by 9 pm": a promise as it is read beside the big numerals. */
export function windowWords({ from, until }: Window, zone: string): string {
  const isNarrow = time(until) - time(from) < DAY_WIDE_MS && sameDay(from, until, zone);
  return isNarrow
    ? `${dateText(until, zone)}, ${windowText(from, until, zone)}`
    : `${dateText(until, zone)} by ${clockText(until, zone).replace(':00', '')}`;
}

/** The head of the page in words: how the order stands, or its leading parcel and where that is. */
export function statusOf(order: TrackedOrder, parcel: TrackedParcel | undefined): Words {
  const own = orderWords(order);
  if (own) return own;
  if (!parcel) return { strong: 'In hand.', rest: 'We are at it.' };
  const said = parcelWords(parcel);
  const seen = parcel.state === 'shipped' && !hasEnded(parcel) ? seenWords(parcel, order.destination) : '';
  return { strong: said.strong, rest: [said.rest, seen].filter(Boolean).join(' ') };
}

const newestScan = ({ scans }: TrackedParcel) => scans.toSorted((a, b) => time(a.occurredAt) - time(b.occurredAt)).at(-1);

/** Where it was seen last, in words that say the same as the map. */
export function seenWords(parcel: TrackedParcel, door: Point | null): string {
  const scan = newestScan(parcel);
  if (!scan) return '';
  const left = metresLeft(parcel, door);
  const city = scan.city === '' ? '' : ` in ${scan.city}`;
  if (left === undefined) return city === '' ? '' : `Last seen${city}.`;
  return `Last seen${city}, ${kilometres(left)} from your door.`;
}

const kilometres = (metres: number): string =>
  metres < 950
    ? `${Math.max(50, Math.round(metres / 50) * 50)} m`
    : `${metres < 9_950 ? (metres / 1000).toFixed(1) : Math.round(metres / 1000)} km`;

/** As the crow flies from the last place at which it was scanned. */
export function metresLeft(parcel: TrackedParcel, door: Point | null): number | undefined {
  const placed = parcel.scans
    .filter(({ lat, lng }) => lat !== null && lng !== null)
    .toSorted((a, b) => time(a.occurredAt) - time(b.occurredAt));
  const last = placed.at(-1);
  return door && last && last.lat !== null && last.lng !== null ? metresBetween({ lat: last.lat, lng: last.lng }, door) : undefined;
}

/** The versions of a promise, the first one first; the verdict at the end sets no date and is left out. */
export function shownPromises(parcel: TrackedParcel): ShownPromise[] {
  const dated = parcel.promises.filter(({ state }) => state === 'committed' || state === 'revised');
  const [first] = dated;
  const zone = zoneOf(parcel);
  return dated.map((promise, place) => {
    // What the shopper chose is the first promise from then on.
    const from = dated.slice(0, place + 1).findLast(({ reason }) => reason === 'chosen') ?? first ?? promise;
    const { moved, isLater } = movement(from, promise, zone);
    const reason = reasonWords(promise.reason, promise.detail === '' ? troubleAt(parcel, promise) : promise.detail);
    return {
      number: promise.number,
      window: { from: promise.deliverFrom, until: promise.deliverUntil },
      first: { from: from.deliverFrom, until: from.deliverUntil },
      reason,
      moved,
      isLater,
      at: promise.at
    };
  });
}

/** What the carrier said of a trouble that was known when the promise was made anew. */
function troubleAt({ scans }: TrackedParcel, promise: TrackedPromise): string {
  const known = scans.filter(
    (scan) => time(scan.receivedAt) <= time(promise.at) && ['delayed', 'held', 'customs', 'address'].includes(scan.detail)
  );
  return known.at(-1)?.message ?? '';
}

function movement(first: TrackedPromise, promise: TrackedPromise, zone: string): { moved: string; isLater: boolean } {
  const days = daysBetween(first.deliverUntil, promise.deliverUntil, zone);
  const ms = time(promise.deliverUntil) - time(first.deliverUntil);
  if (ms === 0) return { moved: '', isLater: false };
  const amount = days === 0 ? spanText(Math.abs(ms)).replace('min', 'minutes') : Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return { moved: `${amount} ${ms > 0 ? 'later' : 'earlier'} than we first said.`, isLater: ms > 0 };
}

/** Whether it came when it was promised: said once it has. */
export function verdictWords({ promises }: TrackedParcel): string {
  const state = promises.at(-1)?.state;
  if (state === 'kept') return 'It came when we said.';
  return state === 'broken' ? 'It came later than we said.' : '';
}
