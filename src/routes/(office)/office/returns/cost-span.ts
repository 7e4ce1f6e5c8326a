import * as z from 'zod';

const DAY_MS = 24 * 3_600_000;
const Days = z.enum(['7', '30', '90', '365']).catch('30').transform(Number);

/** Over how many days one looks, as the address says, and until now. */
export function costSpan(url: URL, at: Date): { days: number; within: { from: Date; until: Date } } {
  const days = Days.parse(url.searchParams.get('days'));
  return { days, within: { from: new Date(at.getTime() - days * DAY_MS), until: at } };
}
