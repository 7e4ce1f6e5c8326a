import { expect, test } from 'vitest';
import { replayPeak } from './peak-replay.ts';

test('a sale that brings five times what a place can do: in the order of the shop at most half as many are late', () => {
  for (const seed of ['a', 'b', 'c', 'd', 'e']) {
    const { orders, late } = replayPeak(seed);
    expect(orders).toBeGreaterThan(150);
    expect(late.firstInFirstOut).toBeGreaterThan(20);
    expect(late.byPriority).toBeLessThanOrEqual(late.firstInFirstOut / 2);
  }
});
