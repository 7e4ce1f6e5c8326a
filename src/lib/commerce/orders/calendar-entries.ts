import type { CalendarEntry } from './calendar-file.ts';
import type { TrackedOrder } from './tracked-order.ts';
import { expectedOf, hasEnded } from './tracking-view.ts';

/** One entry for each parcel that is still to come. */
export function calendarEntries(order: Pick<TrackedOrder, 'number' | 'address' | 'parcels'>, url: string): CalendarEntry[] {
  return order.parcels.flatMap((parcel) => {
    const expected = hasEnded(parcel) ? null : expectedOf(parcel);
    if (!expected) return [];
    const isCounter = parcel.method === 'pickup';
    const title = isCounter ? `Collect at ${parcel.nodeName ?? 'the store'} (mez ${order.number})` : `mez brings ${order.number}`;
    const door = order.address && [order.address.line1, order.address.city, order.address.postcode].join(', ');
    return [
      { id: parcel.id, from: expected.from, until: expected.until, title, where: (isCounter ? parcel.nodeAddress : door) ?? '', url }
    ];
  });
}
