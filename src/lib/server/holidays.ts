import Holidays from 'date-holidays';
import type { LocalDate } from '#lib/kernel/zoned.ts';

/** Public holidays of a country, of the year and the next, as local dates: nobody drives or brings on them. */
export type PublicHolidays = (country: string, at: Date) => readonly LocalDate[];

export function publicHolidays(): PublicHolidays {
  const known = new Map<string, readonly LocalDate[]>();
  return (country, at) => {
    const year = at.getUTCFullYear();
    const key = `${country}/${year}`;
    const found = known.get(key) ?? [year, year + 1].flatMap((one) => daysOf(country, one));
    known.set(key, found);
    return found;
  };
}

function daysOf(country: string, year: number): LocalDate[] {
  return new Holidays(country)
    .getHolidays(year)
    .filter((day) => day.type === 'public')
    .map((day) => day.date.slice(0, 10) as LocalDate);
}
