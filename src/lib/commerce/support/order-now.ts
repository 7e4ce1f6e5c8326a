import { orderWords, parcelWords } from '../orders/order-words.ts';
import type { TrackedOrder } from '../orders/tracked-order.ts';
import { expectedOf, windowWords, zoneOf } from '../orders/tracking-view.ts';

/** How an order on a card stands now, whatever the answer said when it was given. `expected`: undefined once nothing is awaited any more. */
export type OrderNow = {
  orderKey: string;
  version: number;
  /** What is to be said of the order before its parcels count. */
  words: { strong: string; rest: string } | undefined;
  parcels: { strong: string; rest: string; expected: string | undefined; trackedBy: string | undefined }[];
  at: Date;
};

export function orderNow(order: TrackedOrder, { orderKey, at }: { orderKey: string; at: Date }): OrderNow {
  const parcels = order.parcels.map((parcel) => {
    const expected = expectedOf(parcel);
    return {
      ...parcelWords(parcel),
      expected: expected ? windowWords(expected, zoneOf(parcel)) : undefined,
      trackedBy: parcel.trackingNumber === null ? undefined : `${parcel.carrier ?? 'Carrier'}, ${parcel.trackingNumber}`
    };
  });
  return { orderKey, version: order.version, words: orderWords(order), parcels: order.life === 'cancelled' ? [] : parcels, at };
}
