import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination, aStore, aWarehouse } from '#tests/support/places.ts';
import { calendarOf, type Opening } from './calendar.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { doorsOf } from '../catalog/promise-table.ts';
import { nodeOf, type NodeRecord } from './node.ts';
import { promise } from './promise.ts';
import { silentPlaces } from './silent-places.ts';

const asked = { rules, carrier: aCarrier, at: instantOf('2026-11-25', 720, 'Asia/Kolkata') };
const open = (opening: Opening) => calendarOf({ zone: 'Asia/Kolkata', opening, closed: [] });

test('places that work have nothing to say, and a shut one is shut on purpose', () => {
  expect(silentPlaces([aWarehouse(), aStore()], asked)).toEqual([]);
  expect(silentPlaces([aWarehouse({ isUp: false, calendar: open({}) })], asked)).toEqual([]);
});

test('without hours, without a cut-off, or only open when no van comes, a place is named with what it cannot promise', () => {
  const nodes = [
    aWarehouse({ id: 'no-hours', calendar: open({}) }),
    aWarehouse({ id: 'no-cut-off', cutOffs: {} }),
    aStore({ id: 'sundays', calendar: open({ sun: ['11:00', '21:00'] }), cutOffs: { standard: 900, pickup: 1230 } })
  ];
  expect(silentPlaces(nodes, asked)).toMatchObject([
    { nodeId: 'no-hours', why: 'no-hours', services: ['standard', 'express'] },
    { nodeId: 'no-cut-off', why: 'no-service', services: [] },
    { nodeId: 'sundays', why: 'never-open', services: ['standard'] }
  ]);
});

test('what cannot be read of a place is named, and keeps nobody from reading the others', () => {
  const stored: NodeRecord = {
    id: 'odd',
    name: 'Odd',
    kind: 'warehouse',
    country: 'IN',
    lat: 28.6,
    lng: 77.2,
    status: 'up',
    timeZone: 'Asia/Kolkata',
    opening: { mon: ['08:00', '20:00'], tue: ['08:00', '20:00'] },
    closedDates: [],
    cutoffs: { standard: '16:00' },
    methods: ['ship'],
    processingMinutes: 60,
    capacityPerDay: 10
  };
  expect(silentPlaces([nodeOf(stored, 0)], asked)).toEqual([]);
  const odd: Partial<NodeRecord>[] = [
    { opening: { mon: ['20:00', '08:00'] } },
    { opening: { mon: ['eight', '20:00'] } },
    { opening: null as unknown as Opening },
    { timeZone: 'Mars/Olympus' },
    { cutoffs: { standard: '25:00' } }
  ];
  for (const change of odd) {
    const node = nodeOf({ ...stored, ...change }, 0);
    expect(silentPlaces([node], asked)).toMatchObject([{ nodeId: 'odd', why: 'unreadable' }]);
    const destination = aDestination();
    expect(promise({ service: 'standard', node, destination, ...asked })).toHaveProperty('none');
    expect(doorsOf(node.calendar, asked.at).opens === null || node.calendar.zone === 'Asia/Kolkata').toBe(true);
  }
});
