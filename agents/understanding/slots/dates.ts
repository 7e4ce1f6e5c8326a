/** A day without a time, as the calendar writes it: 2026-11-27. */
export type Day = string;

const WEEKDAYS: Record<string, number> = Object.fromEntries(
  [
    'sunday sun ravivar itvaar itwar रविवार',
    'monday mon somvar somwar सोमवार',
    'tuesday tue tues mangalvar mangalwar मंगलवार',
    'wednesday wed budhvar budhwar बुधवार',
    'thursday thu thur thurs guruvar guruwar गुरुवार',
    'friday fri shukravar shukrawar शुक्रवार',
    'saturday sat shanivar shaniwar शनिवार'
  ].flatMap((names, day) => names.split(' ').map((name) => [name, day]))
);
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/** Days from today. `kal` and `parso` are also the days before; of a wish they are those to come. */
const NEAR: [word: RegExp, days: number][] = [
  [/\b(?:day after tomorrow|parso|parson)\b|परसों/u, 2],
  [/\b(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|kal)\b|कल/u, 1],
  [/\b(?:today|tonight|aaj)\b|आज/u, 0],
  [/\bnext week\b|\bagle hafte\b/u, 7]
];
const DAY_MS = 86_400_000;

/** The first day that a message names, from `today` on; a day and month without a year is the next such day. */
export function dayIn(text: string, today: Day): Day | undefined {
  const plain = text.toLowerCase();
  const from = Date.parse(`${today}T00:00:00Z`);
  return written(plain, from) ?? inSome(plain, from) ?? near(plain, from) ?? weekday(plain, from) ?? ofMonth(plain, from);
}

function written(text: string, from: number): Day | undefined {
  const iso = /\b(20\d{2})-(\d{1,2})-(\d{1,2})\b/.exec(text);
  if (iso) return calendar(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = new RegExp(String.raw`\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+${MONTH}\b(?:,?\s+(20\d{2}))?`).exec(text);
  if (dayFirst) return ahead(from, MONTHS.indexOf((dayFirst[2] ?? '').slice(0, 3)) + 1, Number(dayFirst[1]), dayFirst[3]);
  const monthFirst = new RegExp(String.raw`\b${MONTH}\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(20\d{2}))?`).exec(text);
  if (monthFirst) return ahead(from, MONTHS.indexOf((monthFirst[1] ?? '').slice(0, 3)) + 1, Number(monthFirst[2]), monthFirst[3]);
  // In India the day stands first.
  const slashed = /(?<![\d/])(\d{1,2})[/.](\d{1,2})(?:[/.](20\d{2}|\d{2}))?(?![\d/])/.exec(text);
  if (!slashed) return undefined;
  const year = slashed[3] === undefined ? undefined : slashed[3].padStart(4, '20');
  return ahead(from, Number(slashed[2]), Number(slashed[1]), year);
}

function inSome(text: string, from: number): Day | undefined {
  const [, many, unit] = /\b(?:in|after|within)\s+(\d{1,2}|a|one|two|three)\s+(day|week)s?\b/.exec(text) ?? [];
  if (many === undefined) return undefined;
  const count = { a: 1, one: 1, two: 2, three: 3 }[many] ?? Number(many);
  return dayOf(from + count * (unit === 'week' ? 7 : 1) * DAY_MS);
}

function near(text: string, from: number): Day | undefined {
  const found = NEAR.find(([word]) => word.test(text));
  return found && dayOf(from + found[1] * DAY_MS);
}

/** The next such day; today's name means the one in a week. `Next` adds nothing: people do not agree on what it would. */
function weekday(text: string, from: number): Day | undefined {
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const day = Object.hasOwn(WEEKDAYS, word) ? WEEKDAYS[word] : undefined;
    if (day !== undefined) return dayOf(from + (((day - new Date(from).getUTCDay() + 6) % 7) + 1) * DAY_MS);
  }
  return undefined;
}

/** `The 15th`, of this month or the next. */
function ofMonth(text: string, from: number): Day | undefined {
  const [, typed] = /\b(\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:floor|main|cross|street|avenue|block|phase))/.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const now = new Date(from);
  const months = now.getUTCFullYear() * 12 + now.getUTCMonth() + (Number(typed) < now.getUTCDate() ? 1 : 0);
  return calendar(Math.floor(months / 12), (months % 12) + 1, Number(typed));
}

function ahead(from: number, month: number, day: number, year?: string): Day | undefined {
  if (year !== undefined) return calendar(Number(year), month, day);
  const now = new Date(from).getUTCFullYear();
  const thisYear = calendar(now, month, day);
  return thisYear !== undefined && Date.parse(thisYear) >= from ? thisYear : calendar(now + 1, month, day);
}

/** Undefined for what no calendar has, such as the 31st of June. */
function calendar(year: number, month: number, day: number): Day | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? dayOf(at.getTime()) : undefined;
}

const dayOf = (at: number): Day => new Date(at).toISOString().slice(0, 10);
