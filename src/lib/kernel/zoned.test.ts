import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysFrom, instantOf, localDate, localTime, weekdayOf } from './zoned.ts';

const zones = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Pacific/Kiritimati'
];
const zone = fc.constantFrom(...zones);
const instant = fc.date({ min: new Date('1995-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
const day = instant.map((at) => at.toISOString().slice(0, 10));
const minute = fc.integer({ min: 0, max: 1439 });

test('India is five and a half hours ahead, all year', () => {
  expect(localTime(new Date('2026-11-25T18:45:00Z'), 'Asia/Kolkata')).toEqual({ date: '2026-11-26', minute: 15 });
  expect(instantOf('2026-11-26', 0, 'Asia/Kolkata').toISOString()).toBe('2026-11-25T18:30:00.000Z');
});

test('one second before the cut-off is still the minute before it', () => {
  expect(localTime(new Date('2026-11-25T11:29:59.999Z'), 'Asia/Kolkata').minute).toBe(16 * 60 + 59);
});

test('a time that the clocks skip is the moment as long after the skip', () => {
  expect(instantOf('2026-03-29', 150, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  expect(localTime(new Date('2026-03-29T01:30:00Z'), 'Europe/Berlin').minute).toBe(210);
});

test('a time that the clocks show twice is the first of the two', () => {
  expect(instantOf('2026-10-25', 150, 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
});

test('minute 1440 is the next midnight, also on the day of the change', () => {
  for (const date of ['2026-03-29', '2026-10-25', '2026-07-01']) {
    expect(instantOf(date, 1440, 'Europe/Berlin')).toEqual(instantOf(addDays(date, 1), 0, 'Europe/Berlin'));
  }
});

test('what the clock shows leads back to the same minute, or to the first of two', () => {
  fc.assert(
    fc.property(instant, zone, (at, where) => {
      const shown = localTime(at, where);
      const back = instantOf(shown.date, shown.minute, where);
      expect(localTime(back, where)).toEqual(shown);
      const late = at.getTime() - back.getTime();
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(60_000 + 3_600_000);
    })
  );
});

test('an instant asked for by wall clock shows that wall clock, or one skipped by at most an hour', () => {
  fc.assert(
    fc.property(day, minute, zone, (date, wanted, where) => {
      const shown = localTime(instantOf(date, wanted, where), where);
      const off = daysFrom(date, shown.date) * 1440 + shown.minute - wanted;
      expect([0, 30, 60]).toContain(off);
    })
  );
});

test('later on the wall clock of one day is never earlier in time', () => {
  fc.assert(
    fc.property(day, minute, minute, zone, (date, a, b, where) => {
      const [first, second] = a < b ? [a, b] : [b, a];
      expect(instantOf(date, first, where) <= instantOf(date, second + 60, where)).toBe(true);
    })
  );
});

test('days add up and weekdays follow', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(weekdayOf('2026-11-25')).toBe(3);
  expect(weekdayOf('2026-11-29')).toBe(7);
  fc.assert(
    fc.property(day, fc.integer({ min: -800, max: 800 }), (date, days) => {
      expect(daysFrom(date, addDays(date, days))).toBe(days);
      expect((((weekdayOf(addDays(date, days)) - weekdayOf(date) - days) % 7) + 7) % 7).toBe(0);
    })
  );
});

test('a zone that does not exist and a day that does not exist throw', () => {
  expect(() => localDate(new Date(0), 'Asia/Atlantis')).toThrow('time zone');
  expect(() => instantOf('tomorrow', 0, 'UTC')).toThrow('no day');
});
