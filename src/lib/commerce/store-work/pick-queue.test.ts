import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PickLine } from './pick.ts';
import { linesWith, pickQueue, scannedIn, type KeptPick, type PickAnswer, type PickKeep } from './pick-queue.ts';

const line = (id: string, sku: string, quantity: number, picked = 0): PickLine => ({
  id,
  variantId: id,
  title: sku,
  options: [],
  sku,
  barcode: null,
  bin: null,
  quantity,
  picked
});
const pick = (id: string, code: string, aside: KeptPick['aside'] = null): KeptPick => ({ id, parcelId: 'p', code, aside });

function inMemory(): PickKeep {
  const kept = new Map<string, KeptPick>();
  return {
    all: async () => [...kept.values()],
    add: async (one) => void kept.set(one.id, one),
    drop: async (id) => void kept.delete(id),
    async setAside(id, aside) {
      const one = kept.get(id);
      if (one) kept.set(id, { ...one, aside });
    }
  };
}

test('what was scanned counts on the page at once; what was set aside does not', () => {
  const shown = linesWith(
    [line('a', 'MUG', 2), line('b', 'BOWL', 1)],
    [pick('1', 'mug'), pick('2', 'BOWL'), pick('3', 'MUG', 'not-allowed')]
  );
  expect(shown.map(({ picked }) => picked)).toEqual([1, 1]);
});

test('the wrong thing, and one too many, are refused by the list on the page', () => {
  const shown = linesWith([line('a', 'MUG', 1)], [pick('1', 'MUG')]);
  expect(scannedIn(shown, 'LAMP')).toMatchObject({ refused: 'wrong-item' });
  expect(scannedIn(shown, 'MUG')).toMatchObject({ refused: 'wrong-count' });
});

test('however often the line breaks, each scan counts once, in order, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('answered', 'lost-before', 'lost-after', 'refused', 'not-now'), { maxLength: 30 }),
      async (fates) => {
        const [keep, counted, refused] = [inMemory(), new Set<string>(), new Set<string>()];
        const order: string[] = [];
        const coming = fates.values();
        const queue = pickQueue(keep, async ({ id }): Promise<PickAnswer> => {
          const fate = coming.next().value ?? 'answered';
          if (fate === 'lost-before') return undefined;
          if (fate === 'not-now') return { refused: 'sign-in-needed' };
          if (fate === 'refused' && !counted.has(id)) {
            refused.add(id);
            return { refused: 'wrong-count' };
          }
          if (!counted.has(id)) order.push(id);
          counted.add(id);
          return fate === 'lost-after' ? undefined : { ok: true };
        });
        const ids = ['1', '2', '3', '4'];
        for (const id of ids) {
          await keep.add(pick(id, 'MUG'));
          await Promise.all([queue.settle(), queue.settle()]);
        }
        for (let tries = 0; tries < 40 && !(await queue.settle()); tries += 1);
        expect([...counted, ...refused].toSorted((a, b) => a.localeCompare(b))).toEqual(ids);
        expect(order).toEqual(order.toSorted((a, b) => a.localeCompare(b)));
        expect((await keep.all()).map(({ id }) => id)).toEqual([...refused]);
      }
    )
  );
});
