import { expect, test } from 'vitest';
import { stepByStep } from './step-by-step.ts';

const broken = () => Promise.reject(new Error('no room'));

test('a step that fails is reported by its name and keeps none behind it from being done', async () => {
  const [done, faults]: [string[], unknown[]] = [[], []];
  await stepByStep((fault) => faults.push(fault))({
    first: async () => void done.push('first'),
    second: broken,
    third: async () => void done.push('third')
  });
  expect(done).toEqual(['first', 'third']);
  expect(faults).toEqual([new Error('sweep: second failed', { cause: new Error('no room') })]);
});

test('one that throws before it waits is no other case', async () => {
  const [done, faults]: [string[], unknown[]] = [[], []];
  const thrown = () => {
    throw new Error('at once');
  };
  await stepByStep((fault) => faults.push(fault))({ thrown, next: async () => void done.push('next') });
  expect([done, faults.length]).toEqual([['next'], 1]);
});

test('of many faults of a step in a row every twentieth is reported, and one after it went well at once', async () => {
  const faults: unknown[] = [];
  const take = stepByStep((fault) => faults.push(fault));
  for (let turn = 0; turn < 21; turn += 1) await take({ one: broken, other: async () => undefined });
  expect(faults).toHaveLength(2);
  await take({ one: async () => undefined });
  await take({ one: broken });
  expect(faults).toHaveLength(3);
});
