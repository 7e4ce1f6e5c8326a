import fc from 'fast-check';
import { expect, test } from 'vitest';
import { watchedOrder } from './watched-order.store.ts';

test('a page is told of each newer version once, whatever comes late or twice, and ends at the newest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 1, max: 9 })), (loaded, heard) => {
      const store = watchedOrder(loaded);
      const announced: number[] = [];
      store.on('newer', ({ version }) => void announced.push(version));
      for (const version of heard) store.send({ type: 'heard', version });
      expect(announced).toEqual([...new Set(announced)].toSorted((a, b) => a - b));
      expect(Math.min(loaded + 1, ...announced)).toBeGreaterThan(loaded);
      expect(store.getSnapshot().context.version).toBe(Math.max(loaded, ...heard));
      expect(announced.at(-1) ?? loaded).toBe(Math.max(loaded, ...heard));
    })
  );
});
