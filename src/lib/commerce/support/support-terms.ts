import { DAY_MINUTES, type OpeningHours, type Shift } from './opening-hours.ts';
import { ticketAbouts, ticketPriorities, type ServiceLevel, type TicketAbout, type TicketPriority } from './ticket.ts';

export type ServiceLevels = Record<TicketAbout, Record<TicketPriority, ServiceLevel>>;
/** How soon we answer and solve, by what it is about and how pressing it is, and when somebody is there for it. */
export type SupportTerms = { hours: OpeningHours; levels: ServiceLevels };

/** A week of opening hours, and thirty days and nights of them. Minutes. */
const MOST_FIRST = 7 * DAY_MINUTES;
const MOST_SOLVE = 30 * DAY_MINUTES;
const MOST_HOLIDAYS = 60;
const MOST_SHIFTS = 4;
/** With less than an hour a day on one day in the week nothing would ever be due. */
const LEAST_A_WEEK = 60;

/** `field`: as `fieldOf…` names them. */
export type TermsTrouble = { field: string; words: string };

export const fieldOfLevel = (what: 'first' | 'solve', about: TicketAbout, priority: TicketPriority): string =>
  `${what}-${about}-${priority}`;
export const fieldOfDay = (day: number): string => `shifts-${day}`;

/** What is wrong with them, each with its field. Nothing wrong: they may hold. */
export function troublesIn({ hours, levels }: SupportTerms): TermsTrouble[] {
  return [...troublesInHours(hours), ...ticketAbouts.flatMap((about) => troublesInLevels(levels, about))];
}

function troublesInHours({ zone, week, holidays }: OpeningHours): TermsTrouble[] {
  const open = week.flat().reduce((sum, { opens, closes }) => sum + closes - opens, 0);
  const odd = week.flatMap((shifts, at) => (areShifts(shifts) ? [] : [fieldOfDay(at + 1)]));
  return [
    ...(isZone(zone) ? [] : [{ field: 'zone', words: 'A zone looks as in Asia/Kolkata.' }]),
    ...(week.length === 7 ? [] : [{ field: fieldOfDay(1), words: 'A week has seven days.' }]),
    ...odd.map((field) => ({ field, words: `${MOST_SHIFTS} at most, one after the other, each within a day and a night.` })),
    ...(open >= LEAST_A_WEEK ? [] : [{ field: fieldOfDay(1), words: 'Somebody has to be there for an hour in the week.' }]),
    ...(holidays.length <= MOST_HOLIDAYS ? [] : [{ field: 'holidays', words: `${MOST_HOLIDAYS} holidays at most.` }]),
    ...(holidays.every(isDay) ? [] : [{ field: 'holidays', words: 'One day a line, as in 2026-12-25.' }])
  ];
}

function troublesInLevels(levels: ServiceLevels, about: TicketAbout): TermsTrouble[] {
  return ticketPriorities.flatMap((priority) => {
    const { firstMinutes, solveMinutes } = levels[about][priority];
    const [first, solve] = [fieldOfLevel('first', about, priority), fieldOfLevel('solve', about, priority)];
    if (!isWhole(firstMinutes, MOST_FIRST)) return [{ field: first, words: `1 to ${MOST_FIRST} minutes.` }];
    if (!isWhole(solveMinutes, MOST_SOLVE)) return [{ field: solve, words: `1 to ${MOST_SOLVE} minutes.` }];
    return solveMinutes >= firstMinutes ? [] : [{ field: solve, words: 'Not sooner than the first answer.' }];
  });
}

const isWhole = (minutes: number, most: number): boolean => Number.isInteger(minutes) && minutes >= 1 && minutes <= most;

const areShifts = (shifts: readonly Shift[]): boolean =>
  shifts.length <= MOST_SHIFTS && shifts.every((shift, at) => isShift(shift) && shift.opens >= (shifts[at - 1]?.closes ?? 0));

const isShift = ({ opens, closes }: Shift): boolean =>
  Number.isInteger(opens) &&
  Number.isInteger(closes) &&
  opens >= 0 &&
  opens < DAY_MINUTES &&
  closes > opens &&
  closes <= opens + DAY_MINUTES;

const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) &&
  !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) &&
  new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
