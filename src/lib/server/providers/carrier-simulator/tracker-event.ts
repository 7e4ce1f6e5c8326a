import { createHash } from 'node:crypto';
import type { BookedParcel, Place } from './booking.ts';
import type { Scan, ScanDetail, ScanStatus } from './journey.ts';

const CARRIER = 'TestCarrier';

export type TrackingDetail = {
  object: 'TrackingDetail';
  message: string;
  status: ScanStatus;
  status_detail: ScanDetail;
  datetime: string;
  source: string;
  /** What was said at a door that asks for a code. */
  delivery_pin?: string;
  /** `lat`, `lng` and `zone` are more than EasyPost gives: our map needs them. */
  tracking_location: {
    object: 'TrackingLocation';
    city: string | null;
    state: null;
    country: string | null;
    zip: null;
    lat: number;
    lng: number;
    zone: string;
  };
};

/** A webhook in the shape of EasyPost: each one carries the whole history so far, so a lost one is made good by the next. */
export type TrackerEvent = {
  id: string;
  object: 'Event';
  mode: 'test';
  description: 'tracker.created' | 'tracker.updated';
  created_at: string;
  result: {
    id: string;
    object: 'Tracker';
    mode: 'test';
    tracking_code: string;
    status: ScanStatus;
    status_detail: ScanDetail;
    carrier: string;
    carrier_detail: { object: 'CarrierDetail'; service: string };
    est_delivery_date: string;
    updated_at: string;
    tracking_details: TrackingDetail[];
  };
};

/** The news of the scan at `step`. Ids follow from the parcel: a repeated post has the same one. */
export function trackerEvent(parcel: BookedParcel, scans: readonly Scan[], step: number): TrackerEvent {
  const history = scans.slice(0, step + 1);
  const scan = history.at(-1);
  if (!scan) throw new RangeError(`carrier: a journey of ${scans.length} scans has no step ${step}`);
  const identity = `${parcel.trackingNumber}/${parcel.bookedAt.toISOString()}`;
  return {
    id: `evt_${digest(`${identity}/${step}`)}`,
    object: 'Event',
    mode: 'test',
    description: step === 0 ? 'tracker.created' : 'tracker.updated',
    created_at: scan.at.toISOString(),
    result: {
      id: `trk_${digest(identity)}`,
      object: 'Tracker',
      mode: 'test',
      tracking_code: parcel.trackingNumber,
      status: scan.status,
      status_detail: scan.detail,
      carrier: CARRIER,
      carrier_detail: { object: 'CarrierDetail', service: parcel.service },
      est_delivery_date: scan.estimate.toISOString(),
      updated_at: scan.at.toISOString(),
      tracking_details: history.map(detailOf)
    }
  };
}

function detailOf({ status, detail, message, at, where, pin }: Scan): TrackingDetail {
  return {
    object: 'TrackingDetail',
    message,
    status,
    status_detail: detail,
    datetime: at.toISOString(),
    source: CARRIER,
    ...(pin !== undefined && { delivery_pin: pin }),
    tracking_location: locationOf(where)
  };
}

function locationOf({ lat, lng, zone, city = '', country = '' }: Place): TrackingDetail['tracking_location'] {
  const place = { city: city || null, state: null, country: country || null, zip: null };
  return { object: 'TrackingLocation', ...place, lat: Number(lat.toFixed(5)), lng: Number(lng.toFixed(5)), zone };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
