import { expect, test } from 'vitest';
import { scansFrom } from './easypost.ts';
import { CarrierEvent } from './schemas/webhook.ts';

const detail = {
  object: 'TrackingDetail',
  message: 'Left Hoskote',
  status: 'in_transit',
  status_detail: 'departed_origin_facility',
  datetime: '2026-11-26T14:00:00+05:30',
  source: 'TestCarrier',
  tracking_location: { object: 'TrackingLocation', city: 'Bengaluru', state: null, country: 'IN', zip: null, lat: 13.07, lng: 77.8 }
};
const event = (details: unknown[], more: object = {}) =>
  CarrierEvent.parse({
    id: 'evt_1',
    object: 'Event',
    result: { tracking_code: 'MZV1', est_delivery_date: null, tracking_details: details, ...more }
  });

test('a scan is adopted with our words, its place, both its times to be, and the carrier’s own record', () => {
  expect(scansFrom(event([detail]))).toEqual({
    provider: 'easypost',
    eventId: 'evt_1',
    trackingNumber: 'MZV1',
    carrierEstimate: null,
    scans: [
      {
        providerEventId: 'MZV1/2026-11-26T08:30:00.000Z/in_transit/departed_origin_facility',
        status: 'in_transit',
        detail: 'departed',
        message: 'Left Hoskote',
        city: 'Bengaluru',
        lat: 13.07,
        lng: 77.8,
        occurredAt: new Date('2026-11-26T08:30:00Z'),
        pin: null,
        raw: detail
      }
    ]
  });
});

test('the same scan in two messages has the same name, whatever zone its time is written in', () => {
  const names = (details: unknown[]) => scansFrom(event(details)).scans.map(({ providerEventId }) => providerEventId);
  expect(names([detail, { ...detail, datetime: '2026-11-26T08:30:00Z', message: 'again' }])).toEqual([
    names([detail])[0],
    names([detail])[0]
  ]);
  expect(names([{ ...detail, status_detail: 'arrived_at_facility' }])[0]).not.toBe(names([detail])[0]);
});

test('what a carrier leaves out is empty, and a word that nobody knows changes nothing', () => {
  const bare = { status: 'teleported', datetime: '2026-11-26T08:30:00Z' };
  const [scan] = scansFrom(event([bare], { est_delivery_date: '2026-11-27T12:00:00Z' })).scans;
  expect(scan).toMatchObject({ status: 'unknown', detail: 'not_found', message: '', city: '', lat: null, lng: null });
});
