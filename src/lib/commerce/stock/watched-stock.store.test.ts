import { expect, test } from 'vitest';
import type { StockSnapshot } from './stock.ts';
import { watchedStock } from './watched-stock.store.ts';

const bowl = (version: number): StockSnapshot => ({
  variantId: 'bowl',
  version,
  available: 10 - version,
  nodes: [{ nodeId: 'blr-indiranagar', available: 10 - version }],
  at: '2026-11-25T05:00:00.000Z'
});

test('a page starts with what it was loaded with and follows what it hears, but never backwards', () => {
  const store = watchedStock([bowl(3)]);
  const shown = () => store.getSnapshot().context.stock.get('bowl')?.available;
  expect(shown()).toBe(7);
  store.send({ type: 'heard', snapshots: [bowl(5)] });
  expect(shown()).toBe(5);
  store.send({ type: 'heard', snapshots: [bowl(4)] });
  expect(shown()).toBe(5);
});

test('a variant that nobody kept when the page was loaded appears when it is heard of', () => {
  const store = watchedStock([]);
  expect(store.getSnapshot().context.stock.get('bowl')).toBeUndefined();
  store.send({ type: 'heard', snapshots: [bowl(1)] });
  expect(store.getSnapshot().context.stock.get('bowl')).toEqual(bowl(1));
});
