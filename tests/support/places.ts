import { calendarOf, dayNames, type Opening } from '#lib/commerce/fulfilment/calendar.ts';
import type { FulfilmentNode } from '#lib/commerce/fulfilment/node.ts';
import type { Destination } from '#lib/commerce/fulfilment/promise.ts';

const HOUR = 60;
export const delhi = { lat: 28.6315, lng: 77.2167 };
export const gurugram = { lat: 28.4595, lng: 77.0266 };
export const jaipur = { lat: 26.9124, lng: 75.7873 };
export const bengaluru = { lat: 12.9716, lng: 77.5946 };

export function everyDay(opens: string, closes: string, but: readonly (typeof dayNames)[number][] = []): Opening {
  return Object.fromEntries(dayNames.filter((day) => !but.includes(day)).map((day) => [day, [opens, closes]]));
}

const india = (opening: Opening, closed: string[] = []) => calendarOf({ zone: 'Asia/Kolkata', opening, closed });

/** Drives and delivers Monday to Saturday; closed on 25 December. */
export const aCarrier = india(everyDay('00:00', '24:00', ['sun']), ['2026-12-25']);

export function aDestination(change: Partial<Destination> = {}): Destination {
  return { place: delhi, country: 'IN', calendar: india(everyDay('09:00', '21:00', ['sun']), ['2026-12-25']), ...change };
}

/** Open Monday to Saturday 8-20, cut-off 16:00 (express 17:00), two hours to pack. */
export function aWarehouse(change: Partial<FulfilmentNode> = {}): FulfilmentNode {
  return {
    id: 'gurugram',
    name: 'Gurugram warehouse',
    kind: 'warehouse',
    country: 'IN',
    place: gurugram,
    isUp: true,
    calendar: india(everyDay('08:00', '20:00', ['sun'])),
    cutOffs: { standard: 16 * HOUR, express: 17 * HOUR },
    processingMinutes: 2 * HOUR,
    capacityPerDay: 100,
    queueDepth: 0,
    ...change
  };
}

/** Open daily 11-21, everything but express, half an hour to pack; pickup orders until 20:30. */
export function aStore(change: Partial<FulfilmentNode> = {}): FulfilmentNode {
  return {
    ...aWarehouse(),
    id: 'connaught-place',
    name: 'Connaught Place store',
    kind: 'store',
    place: delhi,
    calendar: india(everyDay('11:00', '21:00')),
    cutOffs: { standard: 15 * HOUR, same_day: 18 * HOUR, pickup: 20 * HOUR + 30 },
    processingMinutes: 30,
    capacityPerDay: 40,
    ...change
  };
}
