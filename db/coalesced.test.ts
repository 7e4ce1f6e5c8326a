import { expect, test } from 'vitest';
import { coalesced } from './coalesced.ts';

const later = async () => new Promise((resolve) => setTimeout(resolve, 1));

function noting(over: { together?: (items: string[]) => Promise<string[]>; apart?: (item: string) => string[] } = {}) {
  const goes: string[][] = [];
  const call = coalesced<string, string>({
    async alone(item) {
      goes.push([item]);
      await (item === 'stuck' ? new Promise(() => undefined) : later());
      if (item === 'bad') throw new Error('bad');
      return `${item}!`;
    },
    async together(items) {
      goes.push(items);
      await later();
      return over.together ? over.together(items) : items.map((item) => `${item}!`);
    },
    apart: over.apart ?? ((item) => [item])
  });
  return { call, goes };
}

test('whoever finds nobody there goes alone', async () => {
  const { call, goes } = noting();
  expect(await call('a')).toBe('a!');
  expect(await call('b')).toBe('b!');
  expect(goes).toEqual([['a'], ['b']]);
});

test('who comes while one is under way goes together, sixteen at most, and everyone gets their own answer', async () => {
  const { call, goes } = noting();
  const first = call('first');
  await new Promise(setImmediate);
  const items = Array.from({ length: 20 }, (_, n) => `item ${n}`);
  const answers = await Promise.all([first, ...items.map(call)]);
  expect(answers).toEqual(['first!', ...items.map((item) => `${item}!`)]);
  expect(goes).toEqual([['first'], items.slice(0, 16), items.slice(16)]);
});

test('a full load does not wait for the one under way, and what is less than full does', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { call, goes } = noting({ together: async (items) => gate.then(() => items) });
  const all = Array.from({ length: 40 }, (_, n) => call(`item ${n}`));
  await later();
  expect(goes.map(({ length }) => length)).toEqual([16, 16]);
  open();
  await Promise.all(all);
  expect(goes.map(({ length }) => length)).toEqual([16, 16, 8]);
});

test('one that waits for somebody else does not hold up those behind it', async () => {
  const { call, goes } = noting();
  void call('stuck');
  await new Promise(setImmediate);
  expect(await Promise.all(['a', 'b'].map(call))).toEqual(['a!', 'b!']);
  expect(goes).toEqual([['stuck'], ['a', 'b']]);
});

test('what has something in common is never in one go, and keeps its order', async () => {
  const { call, goes } = noting({ apart: (item) => [item.slice(0, 1)] });
  await Promise.all(['a1', 'a2', 'b1', 'a3'].map(call));
  expect(goes).toEqual([['a1', 'b1'], ['a2'], ['a3']]);
});

test('when one spoils it for all, each is tried alone and only that one fails', async () => {
  const { call, goes } = noting({ together: async () => Promise.reject(new Error('spoilt')) });
  const answers = await Promise.allSettled(['a', 'bad', 'c'].map(call));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(goes).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
});
