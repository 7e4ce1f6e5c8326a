import { addDays, instantOf, localDate, weekdayOf, type LocalDate } from '#lib/kernel/zoned.ts';
import { MARKET } from '../stores/market.ts';

const FROM_MINUTE = 9 * 60;
const UNTIL_MINUTE = 18 * 60;
const SUNDAY = 7;

const HOUR_MS = 3_600_000;
/** Couriers come somewhat early, and some scan it only at their depot, in the evening. */
const EARLY_MS = HOUR_MS;
const LATE_MS = 6 * HOUR_MS;

export type PickupWindow = { from: Date; until: Date };

/** When a carrier is asked to come: during the next day on which carriers drive, where the shop is. */
export function pickupWindow(at: Date, holidays: readonly LocalDate[]): PickupWindow {
  const { timeZone } = MARKET;
  let day = addDays(localDate(at, timeZone), 1);
  while (weekdayOf(day) === SUNDAY || holidays.includes(day)) day = addDays(day, 1);
  return { from: instantOf(day, FROM_MINUTE, timeZone), until: instantOf(day, UNTIL_MINUTE, timeZone) };
}

/** Whether whoever was to come then may have been there by a first sign of it at that moment. */
export const isInPickup = ({ from, until }: PickupWindow, at: Date): boolean =>
  at.getTime() >= from.getTime() - EARLY_MS && !isPickupOver(until, at);

/** Whether a scan that comes now is none of theirs any more. */
export const isPickupOver = (until: Date, at: Date): boolean => at.getTime() > until.getTime() + LATE_MS;
