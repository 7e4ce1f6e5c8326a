import { expect, test } from 'vitest';
import { isLostTooLong, LINE_LOST_MS } from './line-lost.ts';

test('a line that was lost a moment ago clears nothing, and one that stays lost does', () => {
  const lost = new Date('2026-11-27T10:00:00Z');
  expect(isLostTooLong(undefined, lost.getTime())).toBe(false);
  expect(isLostTooLong(lost, lost.getTime() + LINE_LOST_MS - 1)).toBe(false);
  expect(isLostTooLong(lost, lost.getTime() + LINE_LOST_MS)).toBe(true);
});
