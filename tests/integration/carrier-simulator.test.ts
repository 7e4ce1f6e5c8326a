import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Booking } from '#lib/server/providers/carrier-simulator/booking.ts';
import {
  carrierSimulator,
  type CarrierSettings,
  type CarrierSimulator
} from '#lib/server/providers/carrier-simulator/carrier-simulator.ts';
import type { TrackerEvent } from '#lib/server/providers/carrier-simulator/tracker-event.ts';
import { vanOf } from '#lib/server/van.ts';
import { SIGNATURE_HEADER, verifyWebhook } from '#lib/server/webhook-signature.ts';
import { webhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver.ts';
import { SOON } from '#tests/support/soon.ts';

/** Waits for an event, not for a time: the limit only ends a test that would wait for ever. */

const start = new Date('2026-11-23T09:00:00Z');
const webhookSecret = 'what-carrier-and-shop-share';
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

const booking: Booking = {
  trackingNumber: 'MZ7K2M4QX',
  service: 'standard',
  from: { lat: 19.2813, lng: 73.0483, zone: 'Asia/Kolkata', name: 'Bhiwandi warehouse', country: 'IN' },
  to: { lat: 18.5204, lng: 73.8567, zone: 'Asia/Kolkata', city: 'Pune', country: 'IN' },
  shipBy: new Date('2026-11-23T13:30:00Z'),
  deliverFrom: new Date('2026-11-25T04:30:00Z'),
  deliverUntil: new Date('2026-11-25T12:30:00Z')
};

let now: Date;
let folder: string;
let receiver: WebhookReceiver;
let faults: unknown[];
let carriers: CarrierSimulator[];

beforeEach(async () => {
  now = start;
  folder = mkdtempSync(join(tmpdir(), 'carrier-'));
  [faults, carriers] = [[], []];
  receiver = await webhookReceiver();
});

afterEach(async () => {
  await Promise.all(carriers.map(async (carrier) => carrier.stop()));
  for (const carrier of carriers) carrier.close();
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

function open(over: Partial<CarrierSettings> = {}): CarrierSimulator {
  const carrier = carrierSimulator({
    journal: join(folder, 'carrier.sqlite'),
    webhookUrl: receiver.url,
    webhookSecret,
    now: () => now,
    report: (fault) => void faults.push(fault),
    pace: { journeySeconds: 120 },
    delayedShare: 0,
    ...over
  });
  carriers.push(carrier);
  return carrier;
}

const events = () => receiver.received.map((one) => JSON.parse(one.rawBody) as TrackerEvent);
const steps = () => events().map((event) => event.result.tracking_details.length - 1);

describe('the news of a parcel', () => {
  test('is posted when its moment comes: nothing early, all of it within the two minutes of the demo', async () => {
    const carrier = open();
    carrier.book(booking);
    const scans = carrier.journeyOf('MZ7K2M4QX')!;
    await carrier.tick(start);
    expect(events().map((event) => event.result.status)).toEqual(['pre_transit']);
    for (let second = 1; second < 120; second += 1) await carrier.tick(after(second));
    expect(events().at(-1)?.result.status).toBe('out_for_delivery');
    await carrier.tick(after(120));
    expect(events().at(-1)?.result.status).toBe('delivered');
    expect(steps()).toEqual(scans.map((_, step) => step));
    expect(carrier.waiting()).toBe(0);
  });

  test('has the shape of an EasyPost tracker, with the whole history and the position of each scan', async () => {
    const carrier = open();
    carrier.book(booking);
    const scans = carrier.journeyOf('MZ7K2M4QX')!;
    await carrier.tick(after(120));
    const last = events().at(-1)!;
    expect(last).toMatchObject({
      id: expect.stringMatching(/^evt_[0-9a-f]{24}$/),
      object: 'Event',
      description: 'tracker.updated',
      result: {
        id: expect.stringMatching(/^trk_[0-9a-f]{24}$/),
        tracking_code: 'MZ7K2M4QX',
        status: 'delivered',
        status_detail: 'arrived_at_destination',
        est_delivery_date: scans.at(-1)!.at.toISOString()
      }
    });
    expect(last.result.tracking_details.map((detail) => detail.datetime)).toEqual(scans.map((scan) => scan.at.toISOString()));
    expect(last.result.tracking_details[0]).toEqual({
      object: 'TrackingDetail',
      message: 'Label printed',
      status: 'pre_transit',
      status_detail: 'label_created',
      datetime: start.toISOString(),
      source: 'TestCarrier',
      tracking_location: {
        object: 'TrackingLocation',
        city: 'Bhiwandi warehouse',
        state: null,
        country: 'IN',
        zip: null,
        lat: 19.2813,
        lng: 73.0483,
        zone: 'Asia/Kolkata'
      }
    });
    expect(new Set(events().map((event) => event.result.id)).size).toBe(1);
    expect(new Set(events().map((event) => event.id)).size).toBe(scans.length);
  });

  test('carries a signature over its bytes that our side accepts', async () => {
    const carrier = open();
    carrier.book(booking);
    await carrier.tick(start);
    const { rawBody, headers } = receiver.received[0]!;
    const header = headers[SIGNATURE_HEADER] as string;
    expect(verifyWebhook({ header, rawBody, secrets: [webhookSecret], now: start })).toEqual({ ok: true });
  });

  test('of a late parcel says why, and from then on estimates a later hour', async () => {
    const carrier = open({ delayedShare: 1 });
    carrier.book(booking);
    await carrier.tick(after(120));
    const late = events().findIndex((event) => ['weather_delay', 'delayed', 'transit_exception'].includes(event.result.status_detail));
    const before = events()[late - 1]!.result;
    const told = events()[late]!.result;
    expect(told.tracking_details.at(-1)!.message).toMatch(/rain|connection|sorting/);
    expect(Date.parse(told.est_delivery_date)).toBeGreaterThan(Date.parse(before.est_delivery_date));
    expect(events().at(-1)!.result.status).toBe('delivered');
  });

  test('is in order for each parcel when thirty are on the road', async () => {
    const carrier = open();
    for (let n = 0; n < 30; n += 1) carrier.book({ ...booking, trackingNumber: `MZ-${n}` });
    await carrier.tick(after(120));
    const byParcel = Map.groupBy(events(), (event) => event.result.tracking_code);
    expect(byParcel.size).toBe(30);
    for (const news of byParcel.values()) {
      expect(news.map((event) => event.result.tracking_details.length)).toEqual(news.map((_, step) => step + 1));
    }
  });
});

describe('a wish for a parcel that travels', () => {
  const wish = {
    deliverFrom: new Date('2026-11-27T04:30:00Z'),
    deliverUntil: new Date('2026-11-27T12:30:00Z'),
    safePlace: 'With a neighbour',
    pin: '4071',
    to: null
  };

  test('changes what is still to come, and nothing that has been told', async () => {
    const carrier = open();
    carrier.book(booking);
    await carrier.tick(after(60));
    const told = events().at(-1)!.result.tracking_details;
    carrier.instruct('MZ7K2M4QX', wish);
    carrier.instruct('MZ7K2M4QX', wish);
    await carrier.tick(after(120));
    const last = events().at(-1)!.result;
    expect(last.tracking_details.slice(0, told.length)).toEqual(told);
    expect(last.status).toBe('delivered');
    const door = last.tracking_details.at(-1)!;
    expect(door).toMatchObject({ delivery_pin: '4071', message: 'Left as you asked: With a neighbour' });
    expect(new Date(door.datetime) >= wish.deliverFrom && new Date(door.datetime) <= wish.deliverUntil).toBe(true);
    const times = last.tracking_details.map(({ datetime }) => datetime);
    expect(times).toEqual(times.toSorted());
    expect(carrier.waiting()).toBe(0);
  });

  test('for a number that nobody booked is passed over', () => {
    const carrier = open();
    carrier.instruct('MZ-UNKNOWN', wish);
    expect(carrier.waiting()).toBe(0);
  });
});

describe('the books of the carrier', () => {
  test('hold a parcel once, with its first journey', async () => {
    const carrier = open();
    carrier.book(booking);
    const waiting = carrier.waiting();
    now = after(3600);
    carrier.book({ ...booking, service: 'express' });
    expect(carrier.waiting()).toBe(waiting);
    await carrier.tick(start);
    expect(events()[0]?.result.carrier_detail.service).toBe('standard');
  });

  test('outlive the process: the next one goes on in the middle of the journey and repeats nothing', async () => {
    const first = open();
    first.book(booking);
    await first.tick(after(60));
    const told = receiver.received.length;
    const journey = first.journeyOf('MZ7K2M4QX')!;
    first.close();

    const second = open();
    expect(second.journeyOf('MZ7K2M4QX')).toEqual(journey);
    await second.tick(after(60));
    expect(receiver.received).toHaveLength(told);
    await second.tick(after(120));
    expect(steps()).toEqual(journey.map((_, step) => step));
  });

  test('know nothing of a parcel that nobody booked', () => {
    expect(open().journeyOf('MZ-UNKNOWN')).toBeUndefined();
  });

  test('an end point that is down for a minute gets everything afterwards', async () => {
    const carrier = open();
    carrier.book(booking);
    receiver.answerWith([503, 503]);
    expect(await carrier.tick(start)).toEqual({ delivered: 0, failed: 1 });
    expect(await carrier.tick(after(1))).toEqual({ delivered: 0, failed: 1 });
    await carrier.tick(after(180));
    expect(carrier.waiting()).toBe(0);
    expect(new Set(steps())).toEqual(new Set(carrier.journeyOf('MZ7K2M4QX')!.map((_, step) => step)));
  });

  test.each<[string, Partial<Booking>]>([
    ['a tracking number with a space', { trackingNumber: 'MZ 1' }],
    ['no tracking number', { trackingNumber: '' }],
    ['a place off the globe', { to: { ...booking.to, lat: 91 } }],
    ['a place that is no number', { to: { ...booking.to, lng: Number.NaN } }],
    ['a zone that does not exist', { to: { ...booking.to, zone: 'Mars/Olympus' } }],
    ['a time that is none', { shipBy: new Date('someday') }],
    ['a window that ends before it begins', { deliverUntil: new Date(booking.deliverFrom.getTime() - 1) }]
  ])('refuse %s loudly and keep nothing of it', (_, wrong) => {
    const carrier = open();
    expect(() => carrier.book({ ...booking, ...wrong })).toThrow(/^carrier: |^Invalid time zone/);
    expect(carrier.waiting()).toBe(0);
  });
});

describe('on demand', () => {
  test('everything comes twice with one id', async () => {
    const carrier = open({ mischief: { twice: true } });
    carrier.book(booking);
    await carrier.tick(after(120));
    const scans = carrier.journeyOf('MZ7K2M4QX')!;
    expect(receiver.received).toHaveLength(scans.length * 2);
    expect(new Set(events().map((event) => event.id)).size).toBe(scans.length);
  });

  test('news comes in another order than it happened, and all of it comes', async () => {
    const carrier = open({ mischief: { shuffled: true } });
    carrier.book(booking);
    await carrier.tick(after(120));
    const inOrder = carrier.journeyOf('MZ7K2M4QX')!.map((_, step) => step);
    expect(steps()).not.toEqual(inOrder);
    expect(steps().toSorted((a, b) => a - b)).toEqual(inOrder);
  });

  test('a started carrier posts by itself', async () => {
    const carrier = open();
    carrier.start();
    carrier.book(booking);
    await expect.poll(() => receiver.received.length, SOON).toBe(1);
    now = after(120);
    await expect.poll(() => events().at(-1)?.result.status, SOON).toBe('delivered');
    await carrier.stop();
  });
});

describe('somebody who comes for a parcel', () => {
  const ask = (over: Partial<Booking> = {}) => ({
    reference: 'return-1:monday',
    booking: { ...booking, trackingNumber: 'TR7K2M4QX', ...over },
    from: new Date('2026-11-24T03:30:00Z'),
    until: new Date('2026-11-24T12:30:00Z')
  });

  test('is booked once under one name, and the journey begins with it; a restart knows it still', async () => {
    const carrier = open();
    const ref = carrier.pickups.draft(ask());
    expect(carrier.pickups.draft(ask())).toBe(ref);
    expect(carrier.journeyOf('TR7K2M4QX')).toBeUndefined();
    const answer = carrier.pickups.book(ref);
    expect(answer).toMatchObject({
      status: 'scheduled',
      confirmation: expect.stringMatching(/^CR[0-9A-F]{8}$/),
      from: ask().from,
      until: ask().until
    });
    const waiting = carrier.waiting();
    expect(waiting).toBeGreaterThan(1);
    carrier.close();
    const again = open();
    expect(again.pickups.book(ref)).toEqual(answer);
    expect(again.waiting()).toBe(waiting);
    await again.tick(after(120));
    expect(events().at(-1)?.result.status).toBe('delivered');
  });

  test('does not come once it is cancelled, however often, and is not booked after that; the parcel may still be given in', async () => {
    const carrier = open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    await carrier.tick(start);
    expect([carrier.pickups.cancel(ref), carrier.pickups.cancel(ref)]).toEqual(['canceled', 'canceled']);
    expect(carrier.waiting()).toBe(0);
    expect(carrier.journeyOf('TR7K2M4QX')).toBeUndefined();
    expect(carrier.pickups.book(ref)).toMatchObject({ status: 'canceled' });
    carrier.book({ ...booking, trackingNumber: 'TR7K2M4QX' });
    expect(carrier.waiting()).toBeGreaterThan(1);
  });

  test('does not come for what was given in before it was to come, and what was given in goes its way when that is called off', async () => {
    const carrier = open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    now = new Date('2026-11-23T12:00:00Z');
    carrier.book({ ...booking, trackingNumber: 'TR7K2M4QX', shipBy: now });
    expect(carrier.pickups.book(ref)).toMatchObject({ status: 'canceled' });
    expect(carrier.pickups.cancel(ref)).toBe('canceled');
    expect(carrier.journeyOf('TR7K2M4QX')!.at(1)!.at).toEqual(new Date('2026-11-23T12:05:00Z'));
    expect(carrier.waiting()).toBeGreaterThan(1);
  });

  test('comes for what is said to be given in while it comes', () => {
    const carrier = open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    now = new Date('2026-11-24T06:00:00Z');
    carrier.book({ ...booking, trackingNumber: 'TR7K2M4QX' });
    expect(carrier.pickups.book(ref)).toMatchObject({ status: 'scheduled' });
  });

  test('a draft that is cancelled is never booked', () => {
    const { pickups } = open();
    const ref = pickups.draft(ask());
    expect(pickups.cancel(ref)).toBe('canceled');
    expect(pickups.book(ref)).toMatchObject({ status: 'canceled' });
  });

  test('who was there cannot be called off any more', async () => {
    const carrier = open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    await carrier.tick(after(60));
    expect(carrier.pickups.cancel(ref)).toBe('kept');
    await carrier.tick(after(120));
    expect(events().at(-1)?.result.status).toBe('delivered');
  });

  test('may be nobody; the shop is told as of any carrier', async () => {
    const { pickups } = vanOf(open({ nobodyShare: 1 }));
    const { from, until, booking: asked, reference } = ask();
    const place = { lat: 1, lng: 2, name: 'Pune', timeZone: 'Asia/Kolkata' };
    const address = { name: '', phone: '', line1: '', line2: '', city: '', state: '', postcode: '', country: 'IN' };
    const ours = { ...asked, from: place, to: place, trackerRef: null };
    const ref = await pickups.draft({ reference, shipmentRef: null, address, booking: ours, from, until });
    await expect(pickups.book(ref)).rejects.toMatchObject({ name: 'CarrierRefused', message: 'no courier is free in that window' });
    await expect(pickups.book(ref)).rejects.toMatchObject({ name: 'CarrierRefused' });
    expect(await pickups.cancel(ref)).toBe('cancelled');
  });
});
