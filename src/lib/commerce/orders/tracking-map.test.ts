import { expect, test } from 'vitest';
import { aScan, aTrackedOrder, aTrackedParcel } from '#tests/support/tracked-orders.ts';
import { parcelMap } from './tracking-map.ts';

const order = aTrackedOrder();
const shipped = { state: 'shipped', shipmentState: 'in_transit' } as const;

test('a parcel that has not left is at its start, in the direction in which that lies', () => {
  expect(parcelMap(order, aTrackedParcel())).toEqual({
    seed: '560038',
    bearing: 175,
    startName: 'Domlur',
    doorName: 'Home, 560038',
    done: 0,
    stops: [],
    hasVan: false
  });
});

test('the share of the way is what is left as the crow flies, by the newest scan', () => {
  const half = aScan({ lat: (12.9582 + 12.9783) / 2, lng: (77.6425 + 77.6408) / 2, occurredAt: '2026-11-25T15:00:00Z' });
  const map = parcelMap(
    order,
    aTrackedParcel({ ...shipped, scans: [half, aScan({ lat: 12.9632, lng: 77.642, occurredAt: '2026-11-25T14:00:00Z' })] })
  );
  expect(map?.done).toBeCloseTo(0.5, 1);
  expect(map?.stops).toEqual([0.24]);
  expect(map?.hasVan).toBe(true);
});

test('whatever lies further away than the start is still the start, and what is delivered is at the door', () => {
  expect(parcelMap(order, aTrackedParcel({ ...shipped, scans: [aScan({ lat: 12.9, lng: 77.6 })] }))?.done).toBe(0);
  const there = parcelMap(order, aTrackedParcel({ state: 'closed', shipmentState: 'delivered', scans: [aScan()] }));
  expect([there?.done, there?.hasVan]).toEqual([1, false]);
});

test('there is no map of what is collected, and none without a door', () => {
  expect(parcelMap(order, aTrackedParcel({ method: 'pickup' }))).toBeUndefined();
  expect(parcelMap({ ...order, destination: null }, aTrackedParcel())).toBeUndefined();
  expect(parcelMap(order, undefined)).toBeUndefined();
});

test('a place without a position still has a way', () => {
  expect(parcelMap(order, aTrackedParcel({ nodeLat: null, nodeName: null }))).toMatchObject({ bearing: 215, startName: '', done: 0 });
});
