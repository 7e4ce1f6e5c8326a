import { expect, test } from 'vitest';
import { askedAt, failedAgain, FAILURES, REST_MS, triedUntil, TRY_MS, WINDOW_MS, type FailingModel } from './failing-model.ts';

const at = (ms: number): Date => new Date(Date.UTC(2026, 10, 26, 10) + ms);
const SECOND = 1_000;

/** After it failed at each of these moments. */
const failedAt = (...times: number[]): FailingModel | undefined =>
  times.reduce<FailingModel | undefined>((before, ms) => failedAgain(before, 'silent', at(ms)), undefined);

test('one that has not failed is asked, and so is one that failed less often than it may', () => {
  expect(askedAt(undefined, at(0))).toBe('ask');
  const times = Array.from({ length: FAILURES - 1 }, (_, n) => n * SECOND);
  expect(askedAt(failedAt(...times), at(FAILURES * SECOND))).toBe('ask');
});

test('one that failed so often in a row rests, and then is tried', () => {
  const rests = failedAt(0, SECOND, 2 * SECOND);
  expect(rests).toEqual({ failures: FAILURES, since: at(0), why: 'silent', restsUntil: at(2 * SECOND + REST_MS) });
  expect(askedAt(rests, at(3 * SECOND))).toBe('rest');
  expect(askedAt(rests, at(2 * SECOND + REST_MS - 1))).toBe('rest');
  expect(askedAt(rests, at(2 * SECOND + REST_MS))).toBe('try');
});

test('failures that are far apart are none in a row', () => {
  expect(failedAt(0, SECOND, WINDOW_MS)).toEqual({ failures: 1, since: at(WINDOW_MS), why: 'silent', restsUntil: null });
  expect(askedAt(failedAt(0, SECOND, WINDOW_MS - 1), at(WINDOW_MS))).toBe('rest');
});

test('while one turn tries it, it rests for all others; when that failed too it rests as long again, however long ago all began', () => {
  const rests = failedAt(0, 0, 0)!;
  const tried = { ...rests, restsUntil: triedUntil(at(REST_MS)) };
  expect(askedAt(tried, at(REST_MS + TRY_MS - 1))).toBe('rest');
  expect(askedAt(tried, at(REST_MS + TRY_MS))).toBe('try');
  const late = 3 * WINDOW_MS;
  const again = failedAgain(tried, 'status-500', at(late));
  expect(again).toEqual({ failures: FAILURES + 1, since: at(0), why: 'status-500', restsUntil: at(late + REST_MS) });
});
