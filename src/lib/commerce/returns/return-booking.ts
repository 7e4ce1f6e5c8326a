import type { Booking } from '../fulfilment/carrier.ts';

const DAY_MS = 24 * 3_600_000;
/** What a carrier is told of how long it has: nobody is promised anything by it. */
const ON_THE_WAY_MS = 4 * DAY_MS;

type Journey = {
  from: { lat: number | null; lng: number | null; city: string };
  to: { lat: number; lng: number; timeZone: string };
  nodeName: string;
};
type Parcel = { trackingNumber: string; service: string; trackerRef: string | null };

/** What is told to a carrier of something that comes back, from its shopper's door, which it leaves by `shipBy`. */
export function returnBooking({ from, to, nodeName }: Journey, { trackingNumber, service, trackerRef }: Parcel, shipBy: Date): Booking {
  return {
    trackingNumber,
    service,
    from: { name: from.city, lat: from.lat ?? to.lat, lng: from.lng ?? to.lng, timeZone: to.timeZone },
    to: { name: nodeName, lat: to.lat, lng: to.lng, timeZone: to.timeZone },
    shipBy,
    deliverFrom: new Date(shipBy.getTime() + DAY_MS),
    deliverUntil: new Date(shipBy.getTime() + ON_THE_WAY_MS),
    trackerRef
  };
}
