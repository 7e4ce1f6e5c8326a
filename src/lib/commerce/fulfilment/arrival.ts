import { addMinutes, localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { addOpenDays, hoursOn, later, openDayFrom, type Calendar } from './calendar.ts';
import type { Transit } from './delivery-rules.ts';

/** From the likely arrival (p50) to the committed one (p90). */
export type DeliveryWindow = { deliverFrom: Date; deliverUntil: Date };

const QUARTER_MS = 15 * 60_000;

/** Counts carrier days after the day of collection, then waits for a day on which goods are brought there. */
export function arrivalByDay(
  shipDate: LocalDate,
  transit: Transit,
  where: { carrier: Calendar; destination: Calendar }
): DeliveryWindow | undefined {
  const [first, last] = [transit.p50, transit.p90].map((days) => {
    const arrives = addOpenDays(where.carrier, shipDate, days);
    return arrives === undefined ? undefined : hoursOn(where.destination, openDayFrom(where.destination, arrives));
  });
  return first && last && { deliverFrom: first.opens, deliverUntil: last.closes };
}

/**
 * Counts minutes from the moment of leaving, in whole quarters of an hour. Undefined when that ends outside the hours in which
 * goods are brought there on that day; what would come too early waits for them.
 */
export function arrivalByMinute(leavesAt: Date, transit: Transit, destination: Calendar): DeliveryWindow | undefined {
  const hours = hoursOn(destination, localDate(leavesAt, destination.zone));
  if (!hours) return undefined;
  const from = later(addMinutes(leavesAt, transit.p50), hours.opens);
  const deliverFrom = nextQuarter(from);
  const deliverUntil = nextQuarter(addMinutes(from, transit.p90 - transit.p50));
  return deliverUntil <= hours.closes ? { deliverFrom, deliverUntil } : undefined;
}

export const nextQuarter = (at: Date): Date => new Date(Math.ceil(at.getTime() / QUARTER_MS) * QUARTER_MS);
export const lastQuarter = (at: Date): Date => new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS);

/** The whole of the first day from `date` on on which goods are brought. */
export function deliveryDay(destination: Calendar, date: LocalDate): DeliveryWindow | undefined {
  const hours = hoursOn(destination, openDayFrom(destination, date));
  return hours && { deliverFrom: hours.opens, deliverUntil: hours.closes };
}
