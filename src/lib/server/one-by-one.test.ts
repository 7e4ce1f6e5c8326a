import { expect, test } from 'vitest';
import { OneByOne } from './one-by-one.ts';

test('one piece after another, none of them twice, and trouble with one keeps no other from its turn', async () => {
  const did: string[] = [];
  const troubles: unknown[] = [];
  const queue = new OneByOne((trouble) => troubles.push(trouble));
  const work = (name: string) => async () => {
    did.push(`${name} begins`);
    await Promise.resolve();
    did.push(`${name} ends`);
  };
  queue.add('a', work('a'));
  queue.add('broken', async () => Promise.reject(new Error('broken')));
  queue.add('b', work('b'));
  queue.add('a', work('a again'));
  expect(did).toEqual([]);

  await expect.poll(() => did.length).toBe(4);
  expect(did).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(troubles).toEqual([new Error('broken')]);

  // What is asked for while the last piece is at work, and after all is done, has its turn too.
  queue.add('c', async () => queue.add('d', work('d')));
  await expect.poll(() => did.at(-1)).toBe('d ends');
  queue.add('a', work('a'));
  await expect.poll(() => did.at(-1)).toBe('a ends');
});
