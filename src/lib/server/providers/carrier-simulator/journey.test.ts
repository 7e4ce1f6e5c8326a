import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BookedParcel, Place } from './booking.ts';
import { delayReasons, inDaylight } from './delays.ts';
import { journey, type Scan } from './journey.ts';
import { distanceKm } from './route.ts';

const HOUR = 3_600_000;
const pune: Place = { lat: 18.5204, lng: 73.8567, zone: 'Asia/Kolkata', city: 'Pune', country: 'IN' };
const bhiwandi = { lat: 19.2813, lng: 73.0483, zone: 'Asia/Kolkata', name: 'Bhiwandi warehouse' };

const parcel: BookedParcel = {
  trackingNumber: 'MZ7K2M4QX',
  service: 'standard',
  from: bhiwandi,
  to: pune,
  bookedAt: new Date('2026-11-23T09:00:00Z'),
  shipBy: new Date('2026-11-23T13:30:00Z'),
  deliverFrom: new Date('2026-11-25T04:30:00Z'),
  deliverUntil: new Date('2026-11-25T12:30:00Z')
};

const point = fc.record({ lat: fc.double({ min: -60, max: 60, noNaN: true }), lng: fc.double({ min: -170, max: 170, noNaN: true }) });
const zone = fc.constantFrom('Asia/Kolkata', 'America/New_York', 'Pacific/Chatham', 'UTC');
const place = fc.record({ at: point, zone }).map(({ at, ...rest }): Place => ({ ...at, ...rest }));

/** Any booking a shop could make, sensible or not: windows of no length, windows before the pick-up, next door or abroad. */
const booking = fc
  .record({ from: place, to: place, bookedAt: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }) })
  .chain(({ from, to, bookedAt }) =>
    fc
      .record({ ship: fc.integer({ min: -48, max: 96 }), door: fc.integer({ min: -24, max: 400 }), width: fc.nat(48), seed: fc.string() })
      .map(({ ship, door, width, seed }) => {
        const after = (hours: number) => new Date(bookedAt.getTime() + hours * HOUR);
        const times = { bookedAt, shipBy: after(ship), deliverFrom: after(door), deliverUntil: after(door + width) };
        return { seed, parcel: { ...parcel, from: { ...from, name: 'Somewhere' }, to, ...times } };
      })
  );

function anyJourney(check: (scans: Scan[], one: { parcel: BookedParcel; seed: string; delayedShare: number }) => void): void {
  fc.assert(
    fc.property(booking, fc.constantFrom(0, 0.5, 1), (one, delayedShare) => {
      check(journey(one.parcel, one.seed, delayedShare), { ...one, delayedShare });
    }),
    { numRuns: 300 }
  );
}

const rank = { pre_transit: 0, in_transit: 1, out_for_delivery: 2, delivered: 3 };
const isDelay = (scan: Scan) => delayReasons.some((reason) => reason.detail === scan.detail);

describe('one journey', () => {
  test('goes from the label over both hubs to the door, with several positions on the last mile', () => {
    const details = journey(parcel, parcel.trackingNumber, 0).map((scan) => scan.detail);
    const updates = details.filter((detail) => detail === 'status_update');
    expect(updates.length).toBeGreaterThanOrEqual(3);
    expect(details).toEqual([
      'label_created',
      'received_at_origin_facility',
      'departed_origin_facility',
      'received_at_destination_facility',
      'out_for_delivery',
      ...updates,
      'arrived_at_destination'
    ]);
  });

  test('is handed over before the carrier leaves and arrives inside the promised window', () => {
    const scans = journey(parcel, parcel.trackingNumber, 0);
    const accepted = scans[1]!.at.getTime();
    expect(accepted).toBeLessThanOrEqual(parcel.shipBy.getTime());
    expect(accepted).toBeGreaterThan(parcel.shipBy.getTime() - 1.5 * HOUR);
    const delivered = scans.at(-1)!.at.getTime();
    expect(delivered).toBeGreaterThanOrEqual(parcel.deliverFrom.getTime());
    expect(delivered).toBeLessThanOrEqual(parcel.deliverUntil.getTime());
  });

  test('of a late parcel names its reason once, on the road, and moves the estimate there', () => {
    const scans = journey(parcel, 'late', 1);
    const held = scans.findIndex(isDelay);
    expect(scans.filter(isDelay)).toHaveLength(1);
    expect(scans[held - 1]!.detail).toBe('departed_origin_facility');
    expect(scans[held]!.estimate.getTime()).toBeGreaterThan(scans[held - 1]!.estimate.getTime() + HOUR);
  });

  test('starts at the node, and its last place is the door itself', () => {
    const scans = journey(parcel, parcel.trackingNumber, 0);
    expect(scans[0]!.where).toMatchObject({ lat: bhiwandi.lat, lng: bhiwandi.lng, city: 'Bhiwandi warehouse' });
    expect(scans.at(-1)!.where).toEqual(pune);
  });
});

describe('every journey', () => {
  test('has times that only go forward and states that never go back, from label to delivered', () => {
    anyJourney((scans) => {
      for (const [index, scan] of scans.slice(1).entries()) {
        expect(scan.at.getTime()).toBeGreaterThan(scans[index]!.at.getTime());
        expect(rank[scan.status]).toBeGreaterThanOrEqual(rank[scans[index]!.status]);
      }
      expect([scans[0]!.status, scans.at(-1)!.status]).toEqual(['pre_transit', 'delivered']);
      expect(scans.filter((scan) => scan.status === 'delivered')).toHaveLength(1);
    });
  });

  test('is the same again for the same booking and seed', () => {
    anyJourney((scans, { parcel: booked, seed, delayedShare }) => expect(journey({ ...booked }, seed, delayedShare)).toEqual(scans));
  });

  test('never estimates the past, and the last estimate is the truth', () => {
    anyJourney((scans) => {
      for (const scan of scans) expect(scan.estimate.getTime()).toBeGreaterThanOrEqual(scan.at.getTime());
      expect(scans.at(-1)!.estimate).toEqual(scans.at(-1)!.at);
    });
  });

  test('on the vehicle is never more than half an hour off, and comes closer to the door with each position', () => {
    anyJourney((scans, { parcel: { to } }) => {
      const delivered = scans.at(-1)!.at.getTime();
      const lastMile = scans.filter((scan) => rank[scan.status] >= 2);
      for (const scan of lastMile) expect(Math.abs(scan.estimate.getTime() - delivered)).toBeLessThanOrEqual(HOUR / 2);
      const km = lastMile.map((scan) => distanceKm(scan.where, to));
      const aMetre = 0.001;
      for (const [index, distance] of km.slice(1).entries()) expect(distance).toBeLessThanOrEqual(km[index]! + aMetre);
    });
  });

  test('is late only with a reason, and punctual when there is none and time enough', () => {
    anyJourney((scans, { parcel: booked, delayedShare }) => {
      expect(scans.filter(isDelay).length).toBeLessThanOrEqual(delayedShare === 0 ? 0 : 1);
      const roomy = booked.deliverUntil.getTime() - Math.max(booked.shipBy.getTime(), booked.bookedAt.getTime()) >= 2 * HOUR;
      const late = scans.at(-1)!.at.getTime() > booked.deliverUntil.getTime() + 1000;
      expect(roomy && late && !scans.some(isDelay)).toBe(false);
    });
  });

  test('of another seed is another one', () => {
    const all = Array.from({ length: 200 }, (_, n) => JSON.stringify(journey(parcel, `seed ${n}`)));
    expect(new Set(all).size).toBe(200);
  });
});

describe('delays', () => {
  test('hit about the share that was asked for, with every reason among them', () => {
    const journeys = Array.from({ length: 2000 }, (_, n) => journey(parcel, `parcel ${n}`, 0.15));
    const reasons = journeys.flatMap((scans) => scans.filter(isDelay).map((scan) => scan.detail));
    expect(reasons.length).toBeGreaterThan(240);
    expect(reasons.length).toBeLessThan(360);
    expect(new Set(reasons)).toEqual(new Set(delayReasons.map((reason) => reason.detail)));
  });

  test.each([
    ['2026-11-25T14:00:00Z', 'Asia/Kolkata', '2026-11-25T14:00:00.000Z'],
    ['2026-11-25T16:00:00Z', 'Asia/Kolkata', '2026-11-26T05:00:00.000Z'],
    ['2026-11-25T20:30:00Z', 'Asia/Kolkata', '2026-11-26T04:30:00.000Z'],
    ['2026-11-25T16:00:00Z', 'America/New_York', '2026-11-25T16:00:00.000Z']
  ])('%s in %s is delivered at %s', (at, where, expected) => {
    expect(inDaylight(new Date(at), where).toISOString()).toBe(expected);
  });
});
