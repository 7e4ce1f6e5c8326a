import { expect, test } from 'vitest';
import { pickupWindow } from './pickup-window.ts';

const hours = (at: string, holidays: string[] = []) => {
  const { from, until } = pickupWindow(new Date(at), holidays);
  return [from.toISOString(), until.toISOString()];
};

test('the carrier is asked for the next day, from nine to six where the shop is, and never on a Sunday or a holiday', () => {
  expect(hours('2026-11-25T05:00:00Z')).toEqual(['2026-11-26T03:30:00.000Z', '2026-11-26T12:30:00.000Z']);
  // Half an hour past midnight there.
  expect(hours('2026-11-25T19:00:00Z')).toEqual(['2026-11-27T03:30:00.000Z', '2026-11-27T12:30:00.000Z']);
  expect(hours('2026-11-28T05:00:00Z')[0]).toBe('2026-11-30T03:30:00.000Z');
  expect(hours('2026-11-28T05:00:00Z', ['2026-11-30'])[0]).toBe('2026-12-01T03:30:00.000Z');
});
