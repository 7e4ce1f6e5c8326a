export type Place = { lat: number; lng: number; name: string; timeZone: string };

/** Places in degrees; `shipBy` and the window are instants. Booking the same tracking number again changes nothing. */
export type Booking = {
  trackingNumber: string;
  service: string;
  from: Place;
  to: Place;
  shipBy: Date;
  deliverFrom: Date;
  deliverUntil: Date;
};

/** Whoever carries our parcels. Scans come back by signed webhook. */
export type Carrier = { name: string; book: (booking: Booking) => Promise<void> };
