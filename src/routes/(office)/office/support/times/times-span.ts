import * as z from 'zod';

const DAY_MS = 24 * 3_600_000;
const Days = z.enum(['7', '28', '91', '364']).catch('28').transform(Number);

/** Over how many days one looks, as the address says, and until now. */
export function timesSpan(url: URL, at: Date): { days: number; span: { from: Date; until: Date } } {
  const days = Days.parse(url.searchParams.get('days'));
  return { days, span: { from: new Date(at.getTime() - days * DAY_MS), until: at } };
}
