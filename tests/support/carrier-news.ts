import type { CarrierDetail, CarrierStatus } from '#lib/commerce/fulfilment/carrier-status.ts';
import type { CarrierMessage } from '#lib/commerce/fulfilment/carrier-message.ts';

/** What a carrier says of a parcel: a status, its detail and when it was so, with the code that was said at the door. */
export type News = readonly [status: CarrierStatus, detail: CarrierDetail, at: string, pin?: string | undefined];

let messages = 0;

/** A message of a carrier. The same news of a parcel is the same scan, in however many messages it comes. */
export function carrierNews(trackingNumber: string, news: readonly News[], more: Partial<CarrierMessage> = {}): CarrierMessage {
  messages += 1;
  const scans = news.map(([status, detail, at, pin]) => ({
    providerEventId: `${trackingNumber}/${status}/${detail}/${at}`,
    status,
    detail,
    message: detail,
    city: 'Bengaluru',
    lat: null,
    lng: null,
    occurredAt: new Date(at),
    pin: pin ?? null,
    raw: {}
  }));
  return {
    provider: 'easypost',
    eventId: `message ${messages} of ${trackingNumber}`,
    trackingNumber,
    carrierEstimate: null,
    scans,
    ...more
  };
}
