import type { TimelineStep } from '#lib/ui/Timeline.svelte';
import { windowText, sameDay, dateText } from '#lib/ui/when.ts';
import type { TrackedOrder, TrackedParcel, TrackedScan } from './tracked-order.ts';
import { expectedOf, hasEnded, zoneOf } from './tracking-view.ts';

type Happened = { title: string; note?: string | undefined; at: string };

/** What happened to a parcel, oldest first, and what is still to come. Ours by our clock, the carrier's by its own. */
export function stepsOf(order: Pick<TrackedOrder, 'placedAt' | 'events'>, parcel: TrackedParcel): TimelineStep[] {
  const happened = [...ourSteps(order, parcel), ...parcel.scans.filter(isNews).map(scanStep)].toSorted(byTime);
  const ended = hasEnded(parcel);
  const done = happened.map((step, place): TimelineStep => ({ ...step, state: !ended && place === happened.length - 1 ? 'now' : 'done' }));
  return ended ? done : [...done, ...stillToCome(parcel)];
}

const byTime = (a: Happened, b: Happened): number => Date.parse(a.at) - Date.parse(b.at);

/** A label that was printed tells a shopper nothing that "packed" did not. */
const isNews = ({ status }: TrackedScan): boolean => status !== 'pre_transit' && status !== 'unknown' && status !== 'error';

const SCANNED: Record<string, string> = {
  in_transit: 'On its way',
  out_for_delivery: 'On the vehicle to you',
  delivered: 'Handed over',
  available_for_pickup: 'Waits at a point of the carrier',
  return_to_sender: 'Goes back to us',
  failure: 'Something is in the way',
  cancelled: 'Called back'
};

function scanStep({ status, message, city, occurredAt }: TrackedScan): Happened {
  const title = message === '' ? (SCANNED[status] ?? 'Seen') : message;
  return { title, note: city === '' || title.includes(city) ? undefined : city, at: occurredAt };
}

function ourSteps({ placedAt, events }: Pick<TrackedOrder, 'placedAt' | 'events'>, parcel: TrackedParcel): Happened[] {
  const placed = { title: 'Ordered', at: new Date(placedAt).toISOString() };
  const there = parcel.nodeName ?? undefined;
  const carrier = parcel.carrier ?? 'the carrier';
  const titles: Record<string, { title: string; note?: string | undefined }> = {
    'payment.captured': { title: 'Paid' },
    'payment.authorized': { title: 'Your bank keeps the money ready', note: 'It is taken as parcels leave' },
    'payment.declined': { title: 'The bank said no', note: 'Nothing was taken' },
    'order.cancelled': { title: 'Cancelled' },
    'fo.packed': { title: 'Packed', note: there },
    'fo.ready': { title: 'At the counter', note: there },
    'fo.shipped': { title: `Given to ${carrier}`, note: there },
    'fo.collected': { title: 'Collected', note: there }
  };
  const mine = events.filter(
    ({ fulfilmentOrderId, changeId = null }) => changeId === null && (fulfilmentOrderId === null || fulfilmentOrderId === parcel.id)
  );
  return [placed, ...mine.flatMap(({ type, at }) => (titles[type] ? [{ ...titles[type], at }] : []))];
}

function stillToCome(parcel: TrackedParcel): TimelineStep[] {
  const expected = expectedOf(parcel);
  const isPacked = ['packed', 'ready_for_pickup', 'shipped'].includes(parcel.state);
  const brought = parcel.goesTo === null ? 'At your door' : `At ${parcel.goesTo}, for you to collect`;
  const last = parcel.method === 'ship' ? brought : 'In your hands';
  const packed: TimelineStep[] = isPacked ? [] : [{ title: 'Packed', note: parcel.nodeName ?? undefined, state: 'next' }];
  return [
    ...packed,
    {
      title: last,
      expected: expected && parcel.state !== 'ready_for_pickup' ? shortly(expected, zoneOf(parcel)) : undefined,
      state: 'next'
    }
  ];
}

/** As much as fits at the end of a row: the window when it is short, else the day. */
function shortly({ from, until }: { from: string; until: string }, zone: string): string {
  const isShort = Date.parse(until) - Date.parse(from) < 6 * 3_600_000 && sameDay(from, until, zone);
  return isShort ? windowText(from, until, zone) : dateText(until, zone);
}
