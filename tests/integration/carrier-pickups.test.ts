import { describe, expect, test } from 'vitest';
import type { Booking } from '#lib/server/providers/carrier-simulator/booking.ts';
import { vanOf } from '#lib/server/van.ts';
import { after, booking, carrierWorld, start } from '#tests/support/carrier-world.ts';

const world = carrierWorld();

describe('somebody who comes for a parcel', () => {
  const ask = (over: Partial<Booking> = {}) => ({
    reference: 'return-1:monday',
    booking: { ...booking, trackingNumber: 'TR7K2M4QX', ...over },
    from: new Date('2026-11-24T03:30:00Z'),
    until: new Date('2026-11-24T12:30:00Z')
  });

  test('is booked once under one name, and the journey begins with it; a restart knows it still', async () => {
    const carrier = world.open();
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
    const again = world.open();
    expect(again.pickups.book(ref)).toEqual(answer);
    expect(again.waiting()).toBe(waiting);
    await again.tick(after(120));
    expect(world.events().at(-1)?.result.status).toBe('delivered');
  });

  test('does not come once it is cancelled, however often, and is not booked after that; the parcel may still be given in', async () => {
    const carrier = world.open();
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
    const carrier = world.open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    world.now = new Date('2026-11-23T12:00:00Z');
    carrier.book({ ...booking, trackingNumber: 'TR7K2M4QX', shipBy: world.now });
    expect(carrier.pickups.book(ref)).toMatchObject({ status: 'canceled' });
    expect(carrier.pickups.cancel(ref)).toBe('canceled');
    expect(carrier.journeyOf('TR7K2M4QX')!.at(1)!.at).toEqual(new Date('2026-11-23T12:05:00Z'));
    expect(carrier.waiting()).toBeGreaterThan(1);
  });

  test('comes for what is said to be given in while it comes', () => {
    const carrier = world.open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    world.now = new Date('2026-11-24T06:00:00Z');
    carrier.book({ ...booking, trackingNumber: 'TR7K2M4QX' });
    expect(carrier.pickups.book(ref)).toMatchObject({ status: 'scheduled' });
  });

  test('a draft that is cancelled is never booked', () => {
    const { pickups } = world.open();
    const ref = pickups.draft(ask());
    expect(pickups.cancel(ref)).toBe('canceled');
    expect(pickups.book(ref)).toMatchObject({ status: 'canceled' });
  });

  test('who was there cannot be called off any more', async () => {
    const carrier = world.open();
    const ref = carrier.pickups.draft(ask());
    carrier.pickups.book(ref);
    await carrier.tick(after(60));
    expect(carrier.pickups.cancel(ref)).toBe('kept');
    await carrier.tick(after(120));
    expect(world.events().at(-1)?.result.status).toBe('delivered');
  });

  test('may be nobody; the shop is told as of any carrier', async () => {
    const { pickups } = vanOf(world.open({ nobodyShare: 1 }));
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
