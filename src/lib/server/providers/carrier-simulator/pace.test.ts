import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BookedParcel } from './booking.ts';
import { drawsOf } from './draws.ts';
import { journey } from './journey.ts';
import { withMischief } from './mischief.ts';
import { postingTimes } from './pace.ts';

const bookedAt = new Date('2026-11-23T09:00:00Z');
const door = { lat: 12.9352, lng: 77.6245, zone: 'Asia/Kolkata' };
const parcel: BookedParcel = {
  trackingNumber: 'MZ1',
  service: 'standard',
  bookedAt,
  to: door,
  from: { lat: 13.0827, lng: 80.2707, zone: 'Asia/Kolkata', name: 'Chennai warehouse' },
  shipBy: new Date('2026-11-23T13:30:00Z'),
  deliverFrom: new Date('2026-11-26T04:30:00Z'),
  deliverUntil: new Date('2026-11-26T12:30:00Z')
};
const scans = journey(parcel, 'MZ1');
const seconds = (date: Date) => (date.getTime() - bookedAt.getTime()) / 1000;

describe('how carrier time becomes real time', () => {
  test('at speed 1 the news comes when it happens, at speed 60 an hour takes a minute', () => {
    expect(postingTimes(scans, bookedAt, { speed: 1 })).toEqual(scans.map((scan) => scan.at));
    const hours = scans.map((scan) => seconds(scan.at) / 60);
    expect(postingTimes(scans, bookedAt, { speed: 60 }).map(seconds)).toEqual(hours.map((minutes) => Math.floor(minutes * 1000) / 1000));
  });

  test('a journey of three days fits into two minutes, and its last mile does not rush by in a blink', () => {
    const times = postingTimes(scans, bookedAt, { journeySeconds: 120 }).map(seconds);
    expect([times[0], times.at(-1)]).toEqual([0, 120]);
    const onVehicle = times[scans.findIndex((scan) => scan.detail === 'out_for_delivery')]!;
    expect(120 - onVehicle).toBeGreaterThan(15);
  });

  test('keeps the order of what happened at any pace', () => {
    const pace = fc.oneof(
      fc.record({ speed: fc.double({ min: 0.1, max: 10_000, noNaN: true }) }),
      fc.record({ journeySeconds: fc.integer({ min: 1, max: 86_400 }) })
    );
    fc.assert(
      fc.property(pace, fc.string(), (chosen, seed) => {
        const times = postingTimes(journey(parcel, seed), bookedAt, chosen).map((date) => date.getTime());
        expect(times.toSorted((a, b) => a - b)).toEqual(times);
      })
    );
  });
});

describe('mischief', () => {
  const notices = postingTimes(scans, bookedAt, { speed: 60 }).map((dueAt, step) => ({
    eventId: `evt_${step}`,
    topic: 'MZ1',
    body: '{}',
    dueAt
  }));
  const ids = (list: { eventId: string }[]) => list.map((notice) => notice.eventId);
  const draws = drawsOf('MZ1');

  test('is none unless it is asked for', () => {
    expect(withMischief(notices, {}, draws)).toEqual(notices);
  });

  test('posts everything twice, or in another order at the same moments, and loses nothing', () => {
    expect(ids(withMischief(notices, { twice: true }, draws))).toEqual(ids(notices).flatMap((id) => [id, id]));
    const shuffled = withMischief(notices, { shuffled: true }, draws);
    expect(ids(shuffled)).not.toEqual(ids(notices));
    expect(new Set(ids(shuffled))).toEqual(new Set(ids(notices)));
    expect(shuffled.map((notice) => notice.dueAt)).toEqual(notices.map((notice) => notice.dueAt));
    expect(withMischief(notices, { shuffled: true }, draws)).toEqual(shuffled);
  });
});
