import type * as z from 'zod';
import type { CarrierMessage } from '#lib/commerce/fulfilment/carrier-message.ts';
import { adoptEasyPost } from '#lib/commerce/fulfilment/carrier-easypost.ts';
import type { CarrierEvent } from './schemas/webhook.ts';

type Event = z.infer<typeof CarrierEvent>;
type Detail = Event['result']['tracking_details'][number];

const PROVIDER = 'easypost';

/**
 * A tracker event in our words. Each carries the whole history so far, and all of it is taken: a scan is named by what it says,
 * so the same one in two messages is one, and a message that got lost is made good by the next.
 */
export function scansFrom({ id, result }: Event): CarrierMessage {
  const { tracking_code: trackingNumber, est_delivery_date: estimate, tracking_details: details } = result;
  return {
    provider: PROVIDER,
    eventId: id,
    trackingNumber,
    carrierEstimate: estimate ? new Date(estimate) : null,
    scans: details.map((detail) => scanFrom(trackingNumber, detail))
  };
}

function scanFrom(trackingNumber: string, detail: Detail): CarrierMessage['scans'][number] {
  const { status, status_detail: statusDetail = null, datetime, message, tracking_location: where } = detail;
  const occurredAt = new Date(datetime);
  return {
    providerEventId: [trackingNumber, occurredAt.toISOString(), status, statusDetail ?? ''].join('/'),
    ...adoptEasyPost(status, statusDetail),
    message: message ?? '',
    city: where?.city ?? '',
    lat: where?.lat ?? null,
    lng: where?.lng ?? null,
    occurredAt,
    pin: detail.delivery_pin ?? null,
    raw: detail
  };
}
