import { expect, test } from 'vitest';
import { pickupNodeOf, shelvesFrom, wayIn, type NetworkShelf } from './network.ts';

const shelf = (id: string, lat: number, more: Partial<NetworkShelf> = {}): NetworkShelf => ({
  id,
  name: id,
  kind: 'store',
  lat,
  lng: 77.6,
  bin: null,
  countedAt: null,
  collects: true,
  sends: true,
  free: 1,
  kept: true,
  ...more
});

test('one’s own place comes first, also without any, then the others by distance', () => {
  const all = [
    shelf('far', 28),
    shelf('here', 12.97, { free: 0, kept: false }),
    shelf('near', 12.98),
    shelf('without', 12.971, { kept: false })
  ];
  const { here, others } = shelvesFrom('here', all);
  expect(here).toMatchObject({ id: 'here', metres: 0 });
  expect(others.map(({ id }) => id)).toEqual(['near', 'far']);
});

test('a way is read from a form and said as a line of a cart says it', () => {
  expect(pickupNodeOf(wayIn('carry') ?? { kind: 'send' }, 'here')).toBe('here');
  expect(pickupNodeOf(wayIn('collect:bom-bandra') ?? { kind: 'send' }, 'here')).toBe('bom-bandra');
  expect(pickupNodeOf(wayIn('send') ?? { kind: 'carry' }, 'here')).toBeNull();
  for (const odd of ['', 'collect:', 'collect:a b', 'throw']) expect(wayIn(odd)).toBeUndefined();
});
