import { expect, test } from 'vitest';
import { shelvesOf } from './shelves.ts';

const places = [
  { id: 'here', name: 'Here', metres: 0 },
  { id: 'near', name: 'Near', metres: 2100 },
  { id: 'far', name: 'Far', metres: 9000 }
];
const stock = (nodes: Record<string, number>) => ({
  variantId: 'mug',
  version: 1,
  available: 0,
  at: '2026-11-25T05:00:00Z',
  nodes: Object.entries(nodes).map(([nodeId, available]) => ({ nodeId, available }))
});

test('what is here and what is elsewhere are told apart, and the nearest place comes first', () => {
  const shelves = shelvesOf(stock({ far: 40, here: 3, near: 2 }), places, 'here');
  expect(shelves).toMatchObject({ here: 3, others: 42 });
  expect(shelves.elsewhere.map(({ name, free, metres }) => [name, free, metres])).toEqual([
    ['Near', 2, 2100],
    ['Far', 40, 9000]
  ]);
});

test('empty shelves and goods that nobody keeps count nothing', () => {
  expect(shelvesOf(stock({ here: 0, near: 0 }), places, 'here')).toEqual({ here: 0, elsewhere: [], others: 0 });
  expect(shelvesOf(undefined, places, 'here')).toEqual({ here: 0, elsewhere: [], others: 0 });
});
