export type Point = { lat: number; lng: number };

/** `zone` is the IANA time zone of the place: nobody delivers at night there. */
export type Place = Point & { zone: string; city?: string; country?: string };

/** What the shop asks for. All times are the promise's own, in the real calendar; see `pace.ts` for how fast they pass. */
export type Booking = {
  trackingNumber: string;
  service: string;
  from: Place & { name: string };
  to: Place;
  shipBy: Date;
  deliverFrom: Date;
  deliverUntil: Date;
};

export type BookedParcel = Booking & { bookedAt: Date };

/** Loud, because only a fault of ours can send it: a parcel with no place or no time cannot be carried. */
export function assertCarriable(booking: Booking): void {
  const { trackingNumber, from, to, shipBy, deliverFrom, deliverUntil } = booking;
  if (!/^[\w-]{1,64}$/.test(trackingNumber)) throw new TypeError('carrier: a tracking number has 1 to 64 letters, digits or dashes');
  for (const { lat, lng, zone } of [from, to]) {
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) throw new TypeError(`carrier: ${lat}, ${lng} is no place`);
    // Throws on a zone that does not exist.
    Intl.DateTimeFormat('en', { timeZone: zone });
  }
  const times = [shipBy, deliverFrom, deliverUntil].map((date) => date.getTime());
  if (times.some(Number.isNaN)) throw new TypeError('carrier: a time of the booking is no time');
  if (deliverUntil < deliverFrom) throw new TypeError('carrier: the delivery window ends before it begins');
}
