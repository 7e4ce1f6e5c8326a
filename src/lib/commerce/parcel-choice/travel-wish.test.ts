import { expect, test } from 'vitest';
import { calendarOf } from '../fulfilment/calendar.ts';
import { shipmentStates } from '../fulfilment/shipment.machine.ts';
import { decideWish, openWishes, type StoreOnTheWay, type WishedParcel } from './travel-wish.ts';

const ZONE = 'Asia/Kolkata';
const daily = (closes: string) =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['09:00', closes] as const]));
const store = (nodeId: string, metres: number, closes = '21:00', closed: string[] = []): StoreOnTheWay => ({
  nodeId,
  name: nodeId,
  metres,
  calendar: calendarOf({ zone: ZONE, opening: daily(closes), closed })
});

/** Promised until Saturday the 28th, nine in the evening. */
const travelling = (over: Partial<WishedParcel> = {}): WishedParcel => ({
  method: 'ship',
  state: 'shipped',
  shipmentState: 'in_transit',
  hasPin: false,
  isConfirmed: true,
  isPaid: true,
  collectNodeId: null,
  promise: {
    state: 'committed',
    deliverFrom: new Date('2026-11-27T03:30:00Z'),
    deliverUntil: new Date('2026-11-28T15:30:00Z'),
    unit: 'day'
  },
  stores: [store('near', 700)],
  ...over
});
const asked = {
  can: new Set(['day', 'safe-place', 'pin', 'collect'] as const),
  holidays: ['2026-12-01'],
  at: new Date('2026-11-26T05:00:00Z')
};
const nothing = { days: [], safePlace: false, pin: false, stores: [] };

test('later days are days of delivery behind the promised one: no Sunday, no holiday; behind today for what is overdue', () => {
  const daysOf = (parcel: WishedParcel, at = asked.at) => openWishes(parcel, { ...asked, at }).days.map(({ day }) => day);
  expect(daysOf(travelling())).toEqual(['2026-11-30', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05']);
  expect(daysOf(travelling(), new Date('2026-12-03T05:00:00Z'))[0]).toBe('2026-12-04');
});

test('who pays for hours is given no day, and what is not promised by days neither', () => {
  expect(openWishes(travelling({ promise: { ...travelling().promise!, unit: 'minute' } }), asked).days).toEqual([]);
  expect(openWishes(travelling({ promise: null }), asked)).toEqual(nothing);
});

test('wishes reach what travels and nothing farther', () => {
  const reachable = shipmentStates.filter((shipmentState) => openWishes(travelling({ shipmentState }), asked).pin);
  expect(reachable.toSorted()).toEqual(['attempt_failed', 'exception', 'in_transit', 'pre_transit']);
  for (const shipmentState of ['out_for_delivery', 'delivered', 'lost'] as const) {
    expect(() => decideWish(travelling({ shipmentState }), { kind: 'pin' }, asked)).toThrow(expect.objectContaining({ code: 'too-late' }));
  }
});

test('nothing is asked of what is packed, not confirmed, given up or sent to a store already', () => {
  const { promise } = travelling();
  for (const over of [
    { state: 'packed', shipmentState: null },
    { isConfirmed: false },
    { method: 'pickup' },
    { promise: { ...promise!, state: 'waived' } },
    { collectNodeId: 'near' }
  ] as const) {
    expect(openWishes(travelling(over), asked)).toEqual(nothing);
  }
});

test('the nearest three stores, each until it closes on the promised day, or the next one that it is open', () => {
  const stores = [
    store('far', 70_000),
    store('third', 3_000),
    store('shut', 2_000, '21:00', ['2026-11-28']),
    store('early', 900, '18:00'),
    store('fourth', 4_000)
  ];
  expect(openWishes(travelling({ stores }), asked).stores.map(({ nodeId, until }) => [nodeId, until.toISOString()])).toEqual([
    ['early', '2026-11-29T12:30:00.000Z'],
    ['shut', '2026-11-29T15:30:00.000Z'],
    ['third', '2026-11-28T15:30:00.000Z']
  ]);
  expect(openWishes(travelling({ isPaid: false }), asked).stores).toEqual([]);
});

test('only what the carrier can do, and a code once', () => {
  expect(openWishes(travelling(), { ...asked, can: new Set(['pin'] as const) })).toEqual({ ...nothing, pin: true });
  expect(openWishes(travelling({ hasPin: true }), asked).pin).toBe(false);
  expect(() => decideWish(travelling({ hasPin: true }), { kind: 'pin' }, asked)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
});
