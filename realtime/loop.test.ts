import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loop } from './loop.ts';

const noFault = (fault: unknown): never => expect.unreachable(String(fault));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a turn follows a turn after the rest it asked for, and none follows the stop', async () => {
  let turns = 0;
  const turning = loop(async () => {
    turns += 1;
    return 250;
  }, noFault);
  await vi.advanceTimersByTimeAsync(249);
  expect(turns).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns).toBe(2);
  await turning.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toBe(2);
});

test('being woken during a turn cuts the rest after it short, once', async () => {
  const turn = vi.fn<() => Promise<number>>(async () => 250);
  const turning = loop(turn, noFault);
  turning.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(turn).toHaveBeenCalledTimes(2);
  turning.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(turn).toHaveBeenCalledTimes(3);
  await turning.stop();
});

test('stopping waits for the turn under way', async () => {
  const work = Promise.withResolvers<number>();
  const turning = loop(() => work.promise, noFault);
  const stopped = vi.fn<() => void>();
  const stopping = turning.stop().then(stopped);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stopped).not.toHaveBeenCalled();
  work.resolve(1);
  await stopping;
  expect(stopped).toHaveBeenCalled();
});

test('a trouble that lasts is tried at ever longer rests and told once in twenty, not at every turn', async () => {
  const report = vi.fn<(fault: unknown) => void>();
  const turn = vi.fn<() => Promise<number>>(async () => Promise.reject(new Error('no database')));
  const turning = loop(turn, report);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(turn.mock.calls.length).toBeGreaterThan(12);
  expect(turn.mock.calls.length).toBeLessThan(20);
  expect(report).toHaveBeenCalledTimes(1);
  await turning.stop();
});
