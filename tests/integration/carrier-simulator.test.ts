import { describe, expect, test } from 'vitest';
import type { Booking } from '#lib/server/providers/carrier-simulator/booking.ts';
import { SIGNATURE_HEADER, verifyWebhook } from '#lib/server/webhook-signature.ts';
import { after, booking, carrierWorld, start, webhookSecret } from '#tests/support/carrier-world.ts';
import { SOON } from '#tests/support/soon.ts';

const world = carrierWorld();
const steps = () => world.events().map((event) => event.result.tracking_details.length - 1);

describe('the news of a parcel', () => {
  test('is posted when its moment comes: nothing early, all of it within the two minutes of the demo', async () => {
    const carrier = world.open();
    carrier.book(booking);
    const scans = carrier.journeyOf('MZ7K2M4QX')!;
    await carrier.tick(start);
    expect(world.events().map((event) => event.result.status)).toEqual(['pre_transit']);
    for (let second = 1; second < 120; second += 1) await carrier.tick(after(second));
    expect(world.events().at(-1)?.result.status).toBe('out_for_delivery');
    await carrier.tick(after(120));
    expect(world.events().at(-1)?.result.status).toBe('delivered');
    expect(steps()).toEqual(scans.map((_, step) => step));
    expect(carrier.waiting()).toBe(0);
  });

  test('has the shape of an EasyPost tracker, with the whole history and the position of each scan', async () => {
    const carrier = world.open();
    carrier.book(booking);
    const scans = carrier.journeyOf('MZ7K2M4QX')!;
    await carrier.tick(after(120));
    const last = world.events().at(-1)!;
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
    expect(new Set(world.events().map((event) => event.result.id)).size).toBe(1);
    expect(new Set(world.events().map((event) => event.id)).size).toBe(scans.length);
  });

  test('carries a signature over its bytes that our side accepts', async () => {
    const carrier = world.open();
    carrier.book(booking);
    await carrier.tick(start);
    const { rawBody, headers } = world.receiver.received[0]!;
    const header = headers[SIGNATURE_HEADER] as string;
    expect(verifyWebhook({ header, rawBody, secrets: [webhookSecret], now: start })).toEqual({ ok: true });
  });

  test('of a late parcel says why, and from then on estimates a later hour', async () => {
    const carrier = world.open({ delayedShare: 1 });
    carrier.book(booking);
    await carrier.tick(after(120));
    const late = world
      .events()
      .findIndex((event) => ['weather_delay', 'delayed', 'transit_exception'].includes(event.result.status_detail));
    const before = world.events()[late - 1]!.result;
    const told = world.events()[late]!.result;
    expect(told.tracking_details.at(-1)!.message).toMatch(/rain|connection|sorting/);
    expect(Date.parse(told.est_delivery_date)).toBeGreaterThan(Date.parse(before.est_delivery_date));
    expect(world.events().at(-1)!.result.status).toBe('delivered');
  });

  test('is in order for each parcel when thirty are on the road', async () => {
    const carrier = world.open();
    for (let n = 0; n < 30; n += 1) carrier.book({ ...booking, trackingNumber: `MZ-${n}` });
    await carrier.tick(after(120));
    const byParcel = Map.groupBy(world.events(), (event) => event.result.tracking_code);
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
    const carrier = world.open();
    carrier.book(booking);
    await carrier.tick(after(60));
    const told = world.events().at(-1)!.result.tracking_details;
    carrier.instruct('MZ7K2M4QX', wish);
    carrier.instruct('MZ7K2M4QX', wish);
    await carrier.tick(after(120));
    const last = world.events().at(-1)!.result;
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
    const carrier = world.open();
    carrier.instruct('MZ-UNKNOWN', wish);
    expect(carrier.waiting()).toBe(0);
  });
});

describe('the books of the carrier', () => {
  test('hold a parcel once, with its first journey', async () => {
    const carrier = world.open();
    carrier.book(booking);
    const waiting = carrier.waiting();
    world.now = after(3600);
    carrier.book({ ...booking, service: 'express' });
    expect(carrier.waiting()).toBe(waiting);
    await carrier.tick(start);
    expect(world.events()[0]?.result.carrier_detail.service).toBe('standard');
  });

  test('outlive the process: the next one goes on in the middle of the journey and repeats nothing', async () => {
    const first = world.open();
    first.book(booking);
    await first.tick(after(60));
    const told = world.receiver.received.length;
    const journey = first.journeyOf('MZ7K2M4QX')!;
    first.close();

    const second = world.open();
    expect(second.journeyOf('MZ7K2M4QX')).toEqual(journey);
    await second.tick(after(60));
    expect(world.receiver.received).toHaveLength(told);
    await second.tick(after(120));
    expect(steps()).toEqual(journey.map((_, step) => step));
  });

  test('know nothing of a parcel that nobody booked', () => {
    expect(world.open().journeyOf('MZ-UNKNOWN')).toBeUndefined();
  });

  test('an end point that is down for a minute gets everything afterwards', async () => {
    const carrier = world.open();
    carrier.book(booking);
    world.receiver.answerWith([503, 503]);
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
    const carrier = world.open();
    expect(() => carrier.book({ ...booking, ...wrong })).toThrow(/^carrier: |^Invalid time zone/);
    expect(carrier.waiting()).toBe(0);
  });
});

describe('on demand', () => {
  test('everything comes twice with one id', async () => {
    const carrier = world.open({ mischief: { twice: true } });
    carrier.book(booking);
    await carrier.tick(after(120));
    const scans = carrier.journeyOf('MZ7K2M4QX')!;
    expect(world.receiver.received).toHaveLength(scans.length * 2);
    expect(new Set(world.events().map((event) => event.id)).size).toBe(scans.length);
  });

  test('news comes in another order than it happened, and all of it comes', async () => {
    const carrier = world.open({ mischief: { shuffled: true } });
    carrier.book(booking);
    await carrier.tick(after(120));
    const inOrder = carrier.journeyOf('MZ7K2M4QX')!.map((_, step) => step);
    expect(steps()).not.toEqual(inOrder);
    expect(steps().toSorted((a, b) => a - b)).toEqual(inOrder);
  });

  test('a started carrier posts by itself', async () => {
    const carrier = world.open();
    carrier.start();
    carrier.book(booking);
    await expect.poll(() => world.receiver.received.length, SOON).toBe(1);
    world.now = after(120);
    await expect.poll(() => world.events().at(-1)?.result.status, SOON).toBe('delivered');
    await carrier.stop();
  });
});
