import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, localTime, weekdayOf } from '#lib/kernel/zoned.ts';
import { afterOpen, ALWAYS, openBetween, type OpeningHours, type Shift } from './opening-hours.ts';

const MINUTE = 60_000;

/** Whether the clock on the wall says that somebody is there: minute by minute, without a thought of windows. */
function isOpenAt({ zone, week, holidays }: OpeningHours, ms: number): boolean {
  const { date, minute } = localTime(new Date(ms), zone);
  const began = (day: string): readonly Shift[] => (holidays.includes(day) ? [] : (week[weekdayOf(day) - 1] ?? []));
  const [today, yesterday] = [began(date), began(addDays(date, -1))];
  const isIn = (many: readonly Shift[], at: number) => many.some(({ opens, closes }) => at >= opens && at < closes);
  return isIn(today, minute) || isIn(yesterday, minute + 1_440);
}

function countedBetween(hours: OpeningHours, from: Date, until: Date): number {
  let seconds = 0;
  for (let ms = from.getTime(); ms < until.getTime(); ms += MINUTE) if (isOpenAt(hours, ms)) seconds += 60;
  return seconds;
}

/** Clocks skip and repeat an hour at night: there nobody begins or ends, because what that would mean is not to be said. */
const halfHour = fc.integer({ min: 0, max: 47 }).map((half) => half * 30);
const quietHour = halfHour.filter((minute) => minute < 60 || minute > 180);
const shift = fc
  .tuple(quietHour, quietHour)
  .map(([opens, closes]): Shift => ({ opens, closes: closes <= opens ? closes + 1_440 : closes }));
/** Up to four of them, also such that meet, overlap or last into the shifts of the next day: counting minutes knows no order. */
const shifts = fc.array(shift, { maxLength: 4 }).map((many) => many.toSorted((one, other) => one.opens - other.opens));
const week = fc.array(shifts, { minLength: 7, maxLength: 7 }).filter((days) => days.some((many) => many.length > 0));
/** Around the nights on which the clocks are changed in Europe and America, and one on which nothing happens. */
const around = fc.constantFrom('2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-07-01');
const hours = fc.record({
  zone: fc.constantFrom('Asia/Kolkata', 'Europe/Berlin', 'America/New_York'),
  week,
  holidays: fc.array(
    fc.tuple(around, fc.integer({ min: -2, max: 3 })).map(([day, by]) => addDays(day, by)),
    { maxLength: 3 }
  )
});
const moment = fc
  .tuple(around, fc.integer({ min: -2 * 1_440, max: 2 * 1_440 }))
  .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE));
const minutes = fc.integer({ min: 0, max: 5 * 1_440 });
const later = (at: Date, by: number) => new Date(at.getTime() + by * MINUTE);

test('what lies between two moments is what one counts minute by minute: over midnight, holidays and the nights of the clocks', () => {
  fc.assert(
    fc.property(hours, moment, minutes, (open, from, by) => {
      expect(openBetween(open, from, later(from, by))).toBe(countedBetween(open, from, later(from, by)));
    }),
    { numRuns: 300 }
  );
});

test('after so much of it is where exactly so much has gone by, and not a minute before', () => {
  fc.assert(
    fc.property(hours, moment, fc.integer({ min: 1, max: 3 * 1_440 }), (open, at, by) => {
      const due = afterOpen(open, at, by * 60);
      expect(openBetween(open, at, due)).toBe(by * 60);
      expect(openBetween(open, at, later(due, -1))).toBe((by - 1) * 60);
    }),
    { numRuns: 300 }
  );
});

test('whoever begins later is not due earlier, more time is no less, and parts add up', () => {
  fc.assert(
    fc.property(hours, moment, minutes, fc.tuple(minutes, minutes), (open, at, by, [one, other]) => {
      const [least, most] = [Math.min(one, other) * 60, Math.max(one, other) * 60];
      expect(afterOpen(open, later(at, by), least).getTime()).toBeGreaterThanOrEqual(afterOpen(open, at, least).getTime());
      expect(afterOpen(open, at, most).getTime()).toBeGreaterThanOrEqual(afterOpen(open, at, least).getTime());
      const [middle, end] = [later(at, by), later(at, by + one)];
      expect(openBetween(open, at, middle) + openBetween(open, middle, end)).toBe(openBetween(open, at, end));
    }),
    { numRuns: 200 }
  );
});

test('day and night it is the time itself', () => {
  const sameTime = fc.property(moment, minutes, (at, by) => {
    expect(afterOpen(ALWAYS, at, by * 60)).toEqual(later(at, by));
  });
  fc.assert(sameTime);
});

test('Friday evening, a weekend and a holiday: half an hour is due on Tuesday morning', () => {
  const day = { opens: 9 * 60, closes: 18 * 60 };
  const office = { zone: 'Asia/Kolkata', week: [[day], [day], [day], [day], [day], [], []], holidays: ['2026-11-30'] };
  // 17:50 in Bengaluru: ten minutes are left of that day.
  expect(afterOpen(office, new Date('2026-11-27T12:20:00Z'), 1_800)).toEqual(new Date('2026-12-01T03:50:00Z'));
});

test('a morning and an afternoon: what comes at noon begins to count when somebody is back', () => {
  const halves = [
    { opens: 9 * 60, closes: 13 * 60 },
    { opens: 14 * 60, closes: 18 * 60 }
  ];
  const office = { zone: 'Asia/Kolkata', week: Array.from({ length: 7 }, () => halves), holidays: [] };
  // 12:50 in Bengaluru: ten minutes, an hour of nobody, and twenty more.
  expect(afterOpen(office, new Date('2026-11-27T07:20:00Z'), 1_800)).toEqual(new Date('2026-11-27T08:50:00Z'));
  expect(openBetween(office, new Date('2026-11-27T07:20:00Z'), new Date('2026-11-27T08:50:00Z'))).toBe(1_800);
});
