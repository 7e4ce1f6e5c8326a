import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockText, dateText, dayText, daysBetween, longDateText, promiseText, sameDay, spanText, windowText } from './when.ts';

const KOLKATA = 'Asia/Kolkata';
const at = (text: string) => new Date(`${text}+05:30`);
const now = at('2026-11-25T18:00');

test('near days have names and far days have dates', () => {
  expect(dayText(at('2026-11-25T23:59'), now, KOLKATA)).toBe('Today');
  expect(dayText(at('2026-11-26T00:00'), now, KOLKATA)).toBe('Tomorrow');
  expect(dayText(at('2026-11-24T10:00'), now, KOLKATA)).toBe('Yesterday');
  expect(dayText(at('2026-12-01T10:00'), now, KOLKATA)).toBe('Tuesday');
  expect(dayText(at('2026-12-02T10:00'), now, KOLKATA)).toBe('Wed 2 Dec');
  expect(dayText(at('2026-11-20T10:00'), now, KOLKATA)).toBe('Fri 20 Nov');
});

test('the day is that of the place and not that of the reader', () => {
  const lateInLima = new Date('2026-11-26T03:00Z');
  expect(dayText(lateInLima, new Date('2026-11-25T20:00Z'), 'America/Lima')).toBe('Today');
  expect(dayText(lateInLima, new Date('2026-11-25T17:00Z'), KOLKATA)).toBe('Tomorrow');
});

test('a night when the clock moves still is one day', () => {
  expect(daysBetween(new Date('2026-03-07T20:00Z'), new Date('2026-03-08T20:00Z'), 'America/New_York')).toBe(1);
});

test('one day is one date in the zone', () => {
  expect(sameDay(at('2026-11-25T00:00'), at('2026-11-25T23:59'), KOLKATA)).toBe(true);
  expect(sameDay(at('2026-11-25T00:00'), at('2026-11-25T23:59'), 'Europe/London')).toBe(false);
  expect(sameDay(at('2025-11-25T10:00'), at('2026-11-25T10:00'), KOLKATA)).toBe(false);
});

test('dates carry no commas or points', () => {
  expect(dateText(at('2026-12-04T10:00'), KOLKATA)).toBe('Fri 4 Dec');
  expect(longDateText(at('2026-12-04T10:00'), KOLKATA)).toBe('Friday 4 December');
  expect(dateText(at('2026-12-04T10:00'), KOLKATA, 'en-US')).toBe('Fri Dec 4');
});

test('clock times are lower case and use the zone', () => {
  expect(clockText(at('2026-11-25T18:04'), KOLKATA)).toBe('6:04 pm');
  expect(clockText(new Date('2026-11-25T12:34Z'), KOLKATA, 'en-US')).toBe('6:04 pm');
});

test('windows drop what both ends share', () => {
  expect(windowText(at('2026-11-26T16:00'), at('2026-11-26T18:00'), KOLKATA)).toBe('4–6 pm');
  expect(windowText(at('2026-11-26T11:00'), at('2026-11-26T13:00'), KOLKATA)).toBe('11 am–1 pm');
  expect(windowText(at('2026-11-26T18:25'), at('2026-11-26T18:45'), KOLKATA)).toBe('6:25–6:45 pm');
  expect(windowText(at('2026-11-26T18:00'), at('2026-11-26T18:45'), KOLKATA)).toBe('6:00–6:45 pm');
});

test('a promise is read out as day and window', () => {
  expect(promiseText({ from: at('2026-11-26T16:00'), to: at('2026-11-26T18:00').toISOString() }, now, KOLKATA)).toBe('Tomorrow, 4–6 pm');
});

test('spans say hours and minutes and never go below zero', () => {
  expect(spanText(72 * 60_000 + 30_000)).toBe('1 h 12 min');
  expect(spanText(2 * 3_600_000)).toBe('2 h');
  expect(spanText(25 * 60_000)).toBe('25 min');
  expect(spanText(40_900)).toBe('40 s');
  expect(spanText(-5000)).toBe('0 s');
  expect(spanText(73 * 3_600_000)).toBe('3 days');
});

test('what is written by hand for the shop is what Intl says', () => {
  const en = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-IN', { ...options, timeZone: KOLKATA });
  const [short, long] = [
    en({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
    en({ weekday: 'long', day: 'numeric', month: 'long' })
  ];
  const said = (format: Intl.DateTimeFormat, moment: Date) => new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (moment) => {
      const [a, b] = [said(short, moment), said(long, moment)];
      expect(dateText(moment, KOLKATA)).toBe(`${a.get('weekday')} ${a.get('day')} ${a.get('month')}`);
      expect(clockText(moment, KOLKATA)).toBe(`${a.get('hour')}:${a.get('minute')} ${a.get('dayPeriod')?.toLowerCase()}`);
      expect(longDateText(moment, KOLKATA)).toBe(`${b.get('weekday')} ${b.get('day')} ${b.get('month')}`);
    })
  );
});

test('days between are those of the calendar, by hand as by Intl', () => {
  const numbers = new Intl.DateTimeFormat('en-CA', { timeZone: KOLKATA, year: 'numeric', month: '2-digit', day: '2-digit' });
  const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, (from, to) => {
      const days = (Date.parse(numbers.format(to)) - Date.parse(numbers.format(from))) / 86_400_000;
      expect(daysBetween(from, to, KOLKATA)).toBe(days);
    })
  );
});
