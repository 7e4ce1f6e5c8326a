import { expect, test } from 'vitest';
import { undoList } from './undo.ts';

test('what started last ends first, and each waits for the one before', async () => {
  const ended: string[] = [];
  const undo = undoList(() => undefined);
  undo.later(() => void ended.push('database'));
  undo.later(async () => {
    await Promise.resolve();
    ended.push('web');
  });
  await undo.all();
  expect(ended).toEqual(['web', 'database']);
});

test('one that fails to end does not keep the others running', async () => {
  const ended: string[] = [];
  const faults: unknown[] = [];
  const undo = undoList((fault) => void faults.push(fault));
  undo.later(() => void ended.push('database'));
  undo.later(() => Promise.reject(new Error('stuck')));
  await undo.all();
  expect(ended).toEqual(['database']);
  expect(faults).toEqual([new Error('stuck')]);
});

test('a second Ctrl-C ends nothing twice', async () => {
  let times = 0;
  const undo = undoList(() => undefined);
  undo.later(() => void times++);
  await Promise.all([undo.all(), undo.all()]);
  await undo.all();
  expect(times).toBe(1);
});
