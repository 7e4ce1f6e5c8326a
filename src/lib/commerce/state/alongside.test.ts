import { expect, test } from 'vitest';
import { alongside } from './alongside.ts';

/** Makes so many, and writes down when. */
async function* making(many: number, seen: string[]): AsyncGenerator<number> {
  for (let n = 1; n <= many; n += 1) {
    await Promise.resolve();
    seen.push(`made ${n}`);
    yield n;
  }
}

test('the next one is made while work goes on with the one before, and one is worked on at a time', async () => {
  const seen: string[] = [];
  const open = Promise.withResolvers<void>();
  const all = alongside(making(3, seen), async (n) => {
    seen.push(`begun ${n}`);
    if (n === 1) await open.promise;
    seen.push(`done ${n}`);
  });
  await expect.poll(() => seen).toContain('made 2');
  expect(seen).toEqual(['made 1', 'begun 1', 'made 2']);
  open.resolve();
  await all;
  expect(seen.filter((what) => !what.startsWith('made'))).toEqual(['begun 1', 'done 1', 'begun 2', 'done 2', 'begun 3', 'done 3']);
});

test('a fault of the work ends all, and what made them is told to stop', async () => {
  const seen: string[] = [];
  const all = alongside(making(9, seen), async () => Promise.reject(new Error('full')));
  await expect(all).rejects.toThrow('full');
  expect(seen).toEqual(['made 1', 'made 2']);
});

test('a fault of what makes them waits for the work that runs', async () => {
  const seen: string[] = [];
  const open = Promise.withResolvers<void>();
  async function* torn(): AsyncGenerator<number> {
    yield await Promise.resolve(1);
    throw new Error('torn');
  }
  const all = alongside(torn(), async () => {
    await open.promise;
    seen.push('done');
  });
  const told = all.catch((fault: unknown) => seen.push(String(fault)));
  await Promise.resolve();
  expect(seen).toEqual([]);
  open.resolve();
  await told;
  expect(seen).toEqual(['done', 'Error: torn']);
});
