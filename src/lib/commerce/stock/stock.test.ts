import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newest, type StockSnapshot } from './stock.ts';

const at = '2026-11-25T05:00:00.000Z';
const bowl = (version: number): StockSnapshot => ({ variantId: 'bowl', version, available: version, nodes: [], at });
const snapshots = fc.array(
  fc
    .record({ variantId: fc.constantFrom('bowl', 'lamp', 'rug'), version: fc.integer({ min: 1, max: 9 }) })
    .map(({ variantId, version }): StockSnapshot => ({ variantId, version, available: version, nodes: [], at }))
);

test('in whatever order and how often snapshots come, the highest version of each variant stays', () => {
  fc.assert(
    fc.property(snapshots, snapshots, (some, others) => {
      const known = newest(newest(new Map(), some), others);
      const versionsOf = (id: string) => [...some, ...others].filter((one) => one.variantId === id).map((one) => one.version);
      for (const id of ['bowl', 'lamp', 'rug']) {
        const versions = versionsOf(id);
        expect(known.get(id)?.version).toBe(versions.length === 0 ? undefined : Math.max(...versions));
      }
      expect(newest(newest(new Map(), others), some)).toEqual(known);
    })
  );
});

test('what is no news leaves the very same map, so that no page is drawn again for nothing', () => {
  const known = newest(new Map(), [bowl(3)]);
  expect(newest(known, [bowl(3), bowl(2)])).toBe(known);
  expect(newest(known, [])).toBe(known);
  expect(newest(known, [bowl(4)])).not.toBe(known);
});
