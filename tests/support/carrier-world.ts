import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Booking } from '#lib/server/providers/carrier-simulator/booking.ts';
import {
  carrierSimulator,
  type CarrierSettings,
  type CarrierSimulator
} from '#lib/server/providers/carrier-simulator/carrier-simulator.ts';
import type { TrackerEvent } from '#lib/server/providers/carrier-simulator/tracker-event.ts';
import { webhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

export const start = new Date('2026-11-23T09:00:00Z');
export const webhookSecret = 'what-carrier-and-shop-share';
export const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

export const booking: Booking = {
  trackingNumber: 'MZ7K2M4QX',
  service: 'standard',
  from: { lat: 19.2813, lng: 73.0483, zone: 'Asia/Kolkata', name: 'Bhiwandi warehouse', country: 'IN' },
  to: { lat: 18.5204, lng: 73.8567, zone: 'Asia/Kolkata', city: 'Pune', country: 'IN' },
  shipBy: new Date('2026-11-23T13:30:00Z'),
  deliverFrom: new Date('2026-11-25T04:30:00Z'),
  deliverUntil: new Date('2026-11-25T12:30:00Z')
};

/** The world of one test about the carrier: a clock that stands still, and an end point that listens. */
export type CarrierWorld = {
  now: Date;
  receiver: WebhookReceiver;
  open: (over?: Partial<CarrierSettings>) => CarrierSimulator;
  events: () => TrackerEvent[];
};

/** Call once at the top of a file: the world is new for each test, and a fault nobody expected fails it. */
export function carrierWorld(): CarrierWorld {
  const world = { now: start } as CarrierWorld;
  let folder = '';
  let [faults, carriers]: [unknown[], CarrierSimulator[]] = [[], []];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carrier-'));
    [faults, carriers] = [[], []];
    Object.assign(world, { now: start, receiver: await webhookReceiver() });
  });
  afterEach(async () => {
    await Promise.all(carriers.map(async (carrier) => carrier.stop()));
    for (const carrier of carriers) carrier.close();
    await world.receiver.close();
    rmSync(folder, { recursive: true, force: true });
    expect(faults).toEqual([]);
  });

  world.open = (over = {}) => {
    const carrier = carrierSimulator({
      journal: join(folder, 'carrier.sqlite'),
      webhookUrl: world.receiver.url,
      webhookSecret,
      now: () => world.now,
      report: (fault) => void faults.push(fault),
      pace: { journeySeconds: 120 },
      delayedShare: 0,
      ...over
    });
    carriers.push(carrier);
    return carrier;
  };
  world.events = () => world.receiver.received.map((one) => JSON.parse(one.rawBody) as TrackerEvent);
  return world;
}
