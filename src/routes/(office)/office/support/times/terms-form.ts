import { DAY_MINUTES, type Shift } from '#lib/commerce/support/opening-hours.ts';
import { fieldOfDay, fieldOfLevel, troublesIn, type ServiceLevels, type SupportTerms } from '#lib/commerce/support/support-terms.ts';
import { ticketAbouts, ticketPriorities } from '#lib/commerce/support/ticket.ts';
import type { FormProblems } from '#lib/server/parse.ts';

/** What stands in the fields of the form. */
export type TermsText = Record<string, string>;

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const clock = (minute: number): string =>
  `${String(Math.floor((minute % DAY_MINUTES) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export function termsText({ hours, levels }: SupportTerms): TermsText {
  const days = DAYS.flatMap((day) => {
    const shift = hours.week[day - 1];
    return [
      [fieldOfDay('opens', day), shift ? clock(shift.opens) : ''],
      [fieldOfDay('closes', day), shift ? clock(shift.closes) : '']
    ];
  });
  const minutes = ticketAbouts.flatMap((about) =>
    ticketPriorities.flatMap((priority) => [
      [fieldOfLevel('first', about, priority), String(levels[about][priority].firstMinutes)],
      [fieldOfLevel('solve', about, priority), String(levels[about][priority].solveMinutes)]
    ])
  );
  return Object.fromEntries([...days, ...minutes, ['zone', hours.zone], ['holidays', hours.holidays.join('\n')]]);
}

/** What was typed, or what is wrong with it by its field. Until not later than from: until the next day. */
export function typedTerms(form: FormData): { terms: SupportTerms } | { problems: FormProblems } {
  const values = Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const text = (name: string) => (values[name] ?? '').trim();
  const shifts = DAYS.map((day) => shiftIn(text(fieldOfDay('opens', day)), text(fieldOfDay('closes', day))));
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
  const week = shifts.map((shift) => (shift === 'odd' ? null : shift));
  const terms: SupportTerms = { hours: { zone: text('zone'), week, holidays }, levels };
  const odd = DAYS.filter((day) => shifts[day - 1] === 'odd').map(
    (day) => [fieldOfDay('opens', day), 'From when until when, as in 09:00, or neither.'] as const
  );
  const wrong = troublesIn(terms).map(({ field, words }) => [field, words] as const);
  const fields = Object.fromEntries([...wrong.toReversed(), ...odd]);
  return Object.keys(fields).length > 0 ? { problems: { fields, values } } : { terms };
}

/** Null for a day on which nobody begins. */
function shiftIn(opens: string, closes: string): Shift | null | 'odd' {
  if (opens === '' && closes === '') return null;
  const [from, until] = [minuteIn(opens), minuteIn(closes)];
  if (from === undefined || until === undefined) return 'odd';
  return { opens: from, closes: until <= from ? until + DAY_MINUTES : until };
}

function minuteIn(typed: string): number | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(typed) ?? [];
  return hour === undefined || minute === undefined ? undefined : Number(hour) * 60 + Number(minute);
}
