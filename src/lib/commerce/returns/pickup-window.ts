import { addDays, instantOf, localDate, weekdayOf, type LocalDate } from '#lib/kernel/zoned.ts';
import { MARKET } from '../stores/market.ts';

const FROM_MINUTE = 9 * 60;
const UNTIL_MINUTE = 18 * 60;
const SUNDAY = 7;

/** When a carrier is asked to come: during the next day on which carriers drive, where the shop is. */
export function pickupWindow(at: Date, holidays: readonly LocalDate[]): { from: Date; until: Date } {
  const { timeZone } = MARKET;
  let day = addDays(localDate(at, timeZone), 1);
  while (weekdayOf(day) === SUNDAY || holidays.includes(day)) day = addDays(day, 1);
  return { from: instantOf(day, FROM_MINUTE, timeZone), until: instantOf(day, UNTIL_MINUTE, timeZone) };
}
