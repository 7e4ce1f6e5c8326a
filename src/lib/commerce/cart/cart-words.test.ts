import { expect, test } from 'vitest';
import { freeDeliveryText, groupTime, groupTitle, leftFor, leftText, parcelsText, thingsText, wayLabel, wayName } from './cart-words.ts';

const KOLKATA = 'Asia/Kolkata';
const now = '2026-11-25T10:00:00+05:30';
const node = 'blr-indiranagar';
const stock = (available: number, here = 0) => ({
  variantId: 'v',
  version: available,
  available,
  at: now,
  nodes: [{ nodeId: node, available: here }]
});

test('a group says where and when', () => {
  expect(groupTitle({ nodeName: null }, '560038')).toBe('Brought to 560038');
  expect(groupTitle({ nodeName: 'Indiranagar' }, '560038')).toBe('Collect at Indiranagar');
  const promised = { from: '2026-11-26T09:00:00+05:30', until: '2026-11-26T21:00:00+05:30' };
  expect(groupTime({ nodeId: null, promised }, now, KOLKATA)).toBe('By tomorrow');
  expect(groupTime({ nodeId: node, promised: { from: now, until: '2026-11-25T10:30:00+05:30' } }, now, KOLKATA)).toBe(
    'Today from 10:30 am'
  );
  expect(groupTime({ nodeId: null, promised: null }, now, KOLKATA)).toBe('');
});

test('free delivery says what is missing', () => {
  expect(freeDeliveryText({ missingMinor: 31_000 }, 'INR')).toBe('₹310 to free delivery.');
  expect(freeDeliveryText({ missingMinor: 0 }, 'INR')).toBe('Standard delivery is free.');
});

test('what this cart holds itself is there for it, whatever others do meanwhile', () => {
  const line = { counted: true, free: 3, pickupNodeId: null };
  expect(leftFor(line, stock(1))).toBe(3);
  expect(leftFor(line, stock(1), stock(0))).toBe(2);
  expect(leftFor({ ...line, pickupNodeId: node, free: 2 }, stock(9, 2), stock(8, 1))).toBe(1);
  expect(leftFor({ ...line, counted: false }, stock(1))).toBeUndefined();
  expect(leftFor(line, undefined)).toBeUndefined();
});

test('few are counted, many are in stock', () => {
  expect([0, 1, 9, 10].map((left) => leftText(left, null))).toEqual(['None left', '1 left', '9 left', 'In stock']);
  expect(leftText(2, 'Indiranagar')).toBe('2 left at Indiranagar');
});

test('numbers and names read as people say them', () => {
  expect([thingsText(1), thingsText(3), parcelsText(1), parcelsText(2)]).toEqual(['1 thing', '3 things', '', 'in 2 parcels']);
  expect(wayName('same_day')).toBe('Same day');
  expect(wayName('standard~ahmedabad+jaipur')).toBe('Standard');
});

test('ways of one service are told apart by their parcels', () => {
  const [one, two, express] = [
    { id: 'standard', parcels: ['a'] },
    { id: 'standard~a+b', parcels: ['a', 'b'] },
    { id: 'express', parcels: ['a', 'b'] }
  ];
  expect([one, two, express].map((way) => wayLabel(way!, [one!, two!, express!]))).toEqual([
    'Standard, in one parcel',
    'Standard, in 2 parcels',
    'Express'
  ]);
});
