import { journeyOf, markBooked } from '#db/queries/shipments.ts';
import type { Shop } from '#lib/server/shop.ts';

/** Tells the carrier of a parcel it was handed. Runs as a job, so perhaps twice: the tracking number is the carrier's key. */
export async function bookCarrier(shop: Shop, input: { shipmentId: string }): Promise<void> {
  const journey = await journeyOf(shop.db, input.shipmentId);
  if (!journey || journey.bookedAt || journey.trackingNumber === null) return;
  const { fromName, fromLat, fromLng, timeZone, trackingNumber, service, shippedAt, deliverFrom, deliverUntil } = journey;
  const trackerRef = await shop.carrier.book({
    trackingNumber,
    service,
    from: { name: fromName, lat: fromLat, lng: fromLng, timeZone },
    to: { name: journey.toCity ?? '', lat: journey.toLat ?? fromLat, lng: journey.toLng ?? fromLng, timeZone },
    shipBy: shippedAt,
    deliverFrom,
    deliverUntil,
    trackerRef: journey.trackerRef
  });
  await markBooked(shop.db, journey.id, { trackerRef, at: shop.now() });
}
