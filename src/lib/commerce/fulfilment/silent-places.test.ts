import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aCarrier, aStore, aWarehouse } from '#tests/support/places.ts';
import { calendarOf, type Opening } from './calendar.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
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
