import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, instantOf, localDate } from '#lib/kernel/zoned.ts';
import {
  addOpenDays,
  addOpenMinutes,
  calendarOf,
  dayNames,
  hoursOn,
  isOpenAt,
  minuteOf,
  nextOpenMoment,
  openDayFrom,
  workStart,
  type Calendar,
  type Opening
} from './calendar.ts';

const weekdays: Opening = {
  mon: ['09:00', '18:00'],
  tue: ['09:00', '18:00'],
  wed: ['09:00', '18:00'],
  thu: ['09:00', '18:00'],
  fri: ['09:00', '18:00']
};
// Wednesday 25 November 2026 to Thursday 3 December; Friday 27 November is closed.
const delhi = calendarOf({ zone: 'Asia/Kolkata', opening: weekdays, closed: ['2026-11-27'] });
const at = (date: string, clock: string, zone = 'Asia/Kolkata') => instantOf(date, minuteOf(clock), zone);

test('a place is open from its first minute up to, not including, its closing', () => {
  expect(isOpenAt(delhi, at('2026-11-25', '09:00'))).toBe(true);
  expect(isOpenAt(delhi, new Date(at('2026-11-25', '18:00').getTime() - 1))).toBe(true);
  expect(isOpenAt(delhi, at('2026-11-25', '18:00'))).toBe(false);
  expect(isOpenAt(delhi, at('2026-11-25', '08:59'))).toBe(false);
  expect(isOpenAt(delhi, at('2026-11-27', '12:00'))).toBe(false);
});

test('the next open day skips closed dates and the weekend', () => {
  expect(openDayFrom(delhi, '2026-11-26')).toBe('2026-11-26');
  expect(openDayFrom(delhi, '2026-11-27')).toBe('2026-11-30');
  expect(addOpenDays(delhi, '2026-11-26', 1)).toBe('2026-11-30');
  expect(addOpenDays(delhi, '2026-11-28', 0)).toBe('2026-11-30');
  expect(addOpenDays(delhi, '2026-11-28', 1)).toBe('2026-11-30');
  expect(addOpenDays(delhi, '2026-11-25', 4)).toBe('2026-12-02');
});

test('work before the cut-off starts at once, or when the doors open', () => {
  expect(workStart(delhi, minuteOf('16:00'), at('2026-11-25', '12:00'))).toEqual({
    date: '2026-11-25',
    startsAt: at('2026-11-25', '12:00'),
    cutOffAt: at('2026-11-25', '16:00')
  });
  expect(workStart(delhi, minuteOf('16:00'), at('2026-11-25', '03:00'))?.startsAt).toEqual(at('2026-11-25', '09:00'));
});

test('exactly at the cut-off is the next open day, a millisecond before it is today', () => {
  const cutOff = at('2026-11-26', '16:00');
  expect(workStart(delhi, minuteOf('16:00'), new Date(cutOff.getTime() - 1))?.date).toBe('2026-11-26');
  expect(workStart(delhi, minuteOf('16:00'), cutOff)).toEqual({
    date: '2026-11-30',
    startsAt: at('2026-11-30', '09:00'),
    cutOffAt: at('2026-11-30', '16:00')
  });
});

test('a cut-off after closing is the closing', () => {
  expect(workStart(delhi, minuteOf('23:00'), at('2026-11-25', '18:00'))?.date).toBe('2026-11-26');
  expect(workStart(delhi, minuteOf('23:00'), at('2026-11-25', '17:59'))?.cutOffAt).toEqual(at('2026-11-25', '18:00'));
});

test('open minutes run on over nights, closed dates and weekends', () => {
  expect(addOpenMinutes(delhi, at('2026-11-25', '17:00'), 60)).toEqual(at('2026-11-25', '18:00'));
  expect(addOpenMinutes(delhi, at('2026-11-25', '17:00'), 61)).toEqual(at('2026-11-26', '09:01'));
  expect(addOpenMinutes(delhi, at('2026-11-26', '17:30'), 90)).toEqual(at('2026-11-30', '10:00'));
  expect(addOpenMinutes(delhi, at('2026-11-28', '12:00'), 0)).toEqual(at('2026-11-30', '09:00'));
});

test('a day on which the clocks change is as long as it really is', () => {
  const allDay = Object.fromEntries(dayNames.map((day) => [day, ['00:00', '24:00']])) as Opening;
  const berlin = calendarOf({ zone: 'Europe/Berlin', opening: allDay, closed: [] });
  const hours = (date: string) => {
    const { opens, closes } = hoursOn(berlin, date)!;
    return (closes.getTime() - opens.getTime()) / 3_600_000;
  };
  expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  expect(addOpenMinutes(berlin, at('2026-03-29', '01:00', 'Europe/Berlin'), 120)).toEqual(at('2026-03-29', '04:00', 'Europe/Berlin'));
  expect(workStart(berlin, minuteOf('02:30'), at('2026-03-29', '01:59', 'Europe/Berlin'))?.cutOffAt.toISOString()).toBe(
    '2026-03-29T01:30:00.000Z'
  );
});

test('a place that never opens has no next day, and looking for one ends', () => {
  const never = calendarOf({ zone: 'UTC', opening: {}, closed: [] });
  const now = new Date('2026-11-25T12:00:00Z');
  expect(openDayFrom(never, '2026-11-25')).toBeUndefined();
  expect(addOpenDays(never, '2026-11-25', 3)).toBeUndefined();
  expect(nextOpenMoment(never, now)).toBeUndefined();
  expect(workStart(never, 600, now)).toBeUndefined();
  expect(addOpenMinutes(never, now, 10)).toBeUndefined();
});

test('hours that make no sense throw', () => {
  for (const clock of ['9:00', '24:01', '12:60', 'noon', '']) expect(() => minuteOf(clock)).toThrow('no time of day');
  expect(minuteOf('24:00')).toBe(1440);
  expect(() => calendarOf({ zone: 'UTC', opening: { mon: ['18:00', '09:00'] }, closed: [] })).toThrow('no day');
});

const minute = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
const clockText = (value: number) => `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`;
const dayOpening = fc
  .tuple(minute, minute)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): [string, string] => [clockText(Math.min(a, b)), clockText(Math.max(a, b))]);
const calendar: fc.Arbitrary<Calendar> = fc
  .record({
    zone: fc.constantFrom('Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
    opening: fc.record(Object.fromEntries(dayNames.map((day) => [day, dayOpening])), { requiredKeys: ['wed'] }),
    closed: fc.array(fc.integer({ min: 0, max: 20 }).map((days) => addDays('2026-10-20', days)))
  })
  .map((given) => calendarOf(given as { zone: string; opening: Opening; closed: string[] }));
// Around the end of summer time in Europe and America.
const moment = fc.date({ min: new Date('2026-10-18'), max: new Date('2026-11-10'), noInvalidDate: true });

test('work never starts before it came in, starts on an open day, and before the cut-off of that day', () => {
  fc.assert(
    fc.property(calendar, minute, moment, (place, cutOff, now) => {
      const work = workStart(place, cutOff, now)!;
      expect(work.startsAt >= now && now < work.cutOffAt).toBe(true);
      expect(hoursOn(place, work.date)).toBeDefined();
      expect(localDate(now, place.zone) <= work.date).toBe(true);
    })
  );
});

test('who comes later is never served earlier', () => {
  fc.assert(
    fc.property(calendar, moment, moment, fc.integer({ min: 0, max: 3000 }), (place, a, b, minutes) => {
      const [first, second] = a < b ? [a, b] : [b, a];
      expect(addOpenMinutes(place, first, minutes)! <= addOpenMinutes(place, second, minutes)!).toBe(true);
      expect(nextOpenMoment(place, first)! <= nextOpenMoment(place, second)!).toBe(true);
    })
  );
});

test('open minutes can be taken in two steps', () => {
  const some = fc.integer({ min: 1, max: 2000 });
  fc.assert(
    fc.property(calendar, moment, some, some, (place, now, a, b) => {
      expect(addOpenMinutes(place, addOpenMinutes(place, now, a)!, b)).toEqual(addOpenMinutes(place, now, a + b));
    })
  );
});
