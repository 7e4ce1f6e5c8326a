import { expect, test, vi } from 'vitest';
import { sharedRead } from './shared-read.ts';

type Found = { id: string; read: number };

/** A read that ends when it is told to. */
function slowly() {
  const ends: (() => void)[] = [];
  let reads = 0;
  const read = vi.fn<(ids: string[]) => Promise<Found[]>>(async (ids) => {
    reads += 1;
    const number = reads;
    await new Promise<void>((end) => ends.push(end));
    return ids.filter((id) => id !== 'nothing').map((id) => ({ id, read: number }));
  });
  const endOne = async () => {
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(0));
    ends.shift()!();
  };
  return { read, endOne, ask: sharedRead(read, (found: Found) => found.id) };
}

test('those who ask at once share one read, and each gets what it asked for', async () => {
  const { ask, endOne, read } = slowly();
  const answers = Promise.all([ask(['a', 'b']), ask(['b', 'c']), ask(['nothing'])]);
  await endOne();
  expect(await answers).toEqual([
    [
      { id: 'a', read: 1 },
      { id: 'b', read: 1 }
    ],
    [
      { id: 'b', read: 1 },
      { id: 'c', read: 1 }
    ],
    []
  ]);
  expect(read.mock.calls).toEqual([[['a', 'b', 'c', 'nothing']]]);
});

test('who asks while a read is under way waits for the next, because that one may be too old', async () => {
  const { ask, endOne, read } = slowly();
  const early = ask(['a']);
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1));
  const late = Promise.all([ask(['a']), ask(['b'])]);
  await endOne();
  await endOne();
  expect(await early).toEqual([{ id: 'a', read: 1 }]);
  expect(await late).toEqual([[{ id: 'a', read: 2 }], [{ id: 'b', read: 2 }]]);
});

test('a read that failed fails for those who shared it, and the next one goes on', async () => {
  const read = vi.fn<(ids: string[]) => Promise<{ id: string }[]>>(async (ids) => ids.map((id) => ({ id })));
  read.mockRejectedValueOnce(new Error('no database'));
  const ask = sharedRead(read, (found) => found.id);
  const answers = await Promise.allSettled([ask(['a']), ask(['b'])]);
  expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
  expect(await ask(['a'])).toEqual([{ id: 'a' }]);
});
