import { journeyOf, markBooked } from '#db/queries/shipments.ts';
import type { Shop } from '#lib/server/shop.ts';

/** Tells the carrier of a parcel it was handed. Runs as a job, so perhaps twice: the tracking number is the carrier's key. */
export async function bookCarrier(shop: Shop, input: { shipmentId: string }): Promise<void> {
  const journey = await journeyOf(shop.db, input.shipmentId);
  if (!journey || journey.bookedAt) return;
  const { fromName, fromLat, fromLng, timeZone, trackingNumber, service, shippedAt, deliverFrom, deliverUntil } = journey;
  await shop.carrier.book({
    trackingNumber,
    service,
    from: { name: fromName, lat: fromLat, lng: fromLng, timeZone },
    to: { name: journey.toCity ?? '', lat: journey.toLat ?? fromLat, lng: journey.toLng ?? fromLng, timeZone },
    shipBy: shippedAt,
    deliverFrom,
    deliverUntil
  });
  await markBooked(shop.db, journey.id, shop.now());
}
