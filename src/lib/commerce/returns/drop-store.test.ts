import { expect, test } from 'vitest';
import { rankDropStores, type DropStore } from './drop-store.ts';

const store = (nodeId: string, over: Partial<DropStore> = {}): DropStore => ({
  nodeId,
  name: nodeId,
  address: '',
  lat: 12.97,
  lng: 77.64,
  doorLat: 12.97,
  doorLng: 77.64,
  available: 5,
  sold: 0,
  ...over
});
const names = (stores: DropStore[]) => rankDropStores(stores).map(({ nodeId, isNeeded }) => (isNeeded ? `${nodeId}!` : nodeId));

test('the nearest first, while nobody needs it more than the others', () => {
  expect(names([store('b', { lat: 13 }), store('a')])).toEqual(['a', 'b']);
  expect(names([store('b'), store('a')])).toEqual(['a', 'b']);
});

test('before it the store that runs out of it soonest', () => {
  expect(names([store('a', { sold: 4 }), store('b', { lat: 13, sold: 28, available: 1 })])).toEqual(['b!', 'a']);
  expect(names([store('a', { available: 0 }), store('b', { lat: 13, sold: 1 })])).toEqual(['b!', 'a']);
});

test('nobody is sent across the country, unless there is nothing nearer', () => {
  const far = store('far', { lat: 28.6, lng: 77.2, sold: 99, available: 0 });
  expect(names([store('a'), far])).toEqual(['a']);
  expect(names([far])).toEqual(['far!']);
  expect(rankDropStores([store('a', { doorLat: null, doorLng: null })])).toMatchObject([{ metres: null }]);
});
