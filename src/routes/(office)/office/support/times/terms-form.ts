import { DAY_MINUTES, type Shift } from '#lib/commerce/support/opening-hours.ts';
import { fieldOfDay, fieldOfLevel, troublesIn, type ServiceLevels, type SupportTerms } from '#lib/commerce/support/support-terms.ts';
import { ticketAbouts, ticketPriorities } from '#lib/commerce/support/ticket.ts';
import type { FormProblems } from '#lib/server/parse.ts';

/** What stands in the fields of the form. */
export type TermsText = Record<string, string>;

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** As it is read and typed: "09:00-13:00, 14:00-18:00"; after midnight it is the hour of the next day, but for 24:00. */
const shiftText = ({ opens, closes }: Shift): string => `${clock(opens)}-${clock(closes > DAY_MINUTES ? closes - DAY_MINUTES : closes)}`;

export function termsText({ hours, levels }: SupportTerms): TermsText {
  const days = DAYS.map((day) => [fieldOfDay(day), (hours.week[day - 1] ?? []).map(shiftText).join(', ')]);
  const minutes = ticketAbouts.flatMap((about) =>
    ticketPriorities.flatMap((priority) => [
      [fieldOfLevel('first', about, priority), String(levels[about][priority].firstMinutes)],
      [fieldOfLevel('solve', about, priority), String(levels[about][priority].solveMinutes)]
    ])
  );
  return Object.fromEntries([...days, ...minutes, ['zone', hours.zone], ['holidays', hours.holidays.join('\n')]]);
}

/** What was typed, or what is wrong with it by its field. */
export function typedTerms(form: FormData): { terms: SupportTerms } | { problems: FormProblems } {
  const values = Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const text = (name: string) => (values[name] ?? '').trim();
  const shifts = DAYS.map((day) => shiftsIn(text(fieldOfDay(day))));
  const level = (what: 'first' | 'solve', about: (typeof ticketAbouts)[number], priority: (typeof ticketPriorities)[number]): number => {
    const typed = text(fieldOfLevel(what, about, priority));
    return /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  };
  const levels = Object.fromEntries(
    ticketAbouts.map((about) => [
      about,
      Object.fromEntries(
        ticketPriorities.map((priority) => [
          priority,
          { firstMinutes: level('first', about, priority), solveMinutes: level('solve', about, priority) }
        ])
      )
    ])
  ) as ServiceLevels;
  const holidays = [
    ...new Set(
      text('holidays')
        .split(/[\s,;]+/)
        .filter(Boolean)
    )
  ].toSorted();
  const week = shifts.map((day) => day ?? []);
  const terms: SupportTerms = { hours: { zone: text('zone'), week, holidays }, levels };
  const odd = DAYS.filter((day) => shifts[day - 1] === undefined).map(
    (day) => [fieldOfDay(day), 'From when until when, as in 09:00-13:00, 14:00-18:00, or nothing.'] as const
  );
  const wrong = troublesIn(terms).map(({ field, words }) => [field, words] as const);
  const fields = Object.fromEntries([...wrong.toReversed(), ...odd]);
  return Object.keys(fields).length > 0 ? { problems: { fields, values } } : { terms };
}

/** By when they begin; undefined for what is none. Until not later than from: until the next day. */
function shiftsIn(typed: string): Shift[] | undefined {
  const shifts = typed
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(shiftIn);
  const whole = shifts.filter((shift) => shift !== undefined);
  return whole.length === shifts.length ? whole.toSorted((one, other) => one.opens - other.opens) : undefined;
}

function shiftIn(typed: string): Shift | undefined {
  const [, opens, closes] = /^(\S+)\s*(?:[-–—]|to|until)\s*(\S+)$/.exec(typed) ?? [];
  const [from, until] = [minuteIn(opens), minuteIn(closes)];
  if (from === undefined || until === undefined || from === DAY_MINUTES) return undefined;
  return { opens: from, closes: until <= from ? until + DAY_MINUTES : until };
}

function minuteIn(typed = ''): number | undefined {
  const [, hour, minute = '00'] = /^(24|[01]?\d|2[0-3])(?:[:.]([0-5]\d))?$/.exec(typed) ?? [];
  const at = Number(hour) * 60 + Number(minute);
  return hour === undefined || at > DAY_MINUTES ? undefined : at;
}
