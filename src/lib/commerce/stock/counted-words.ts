import { dayText, daysBetween, type Instant } from '#lib/ui/when.ts';
import { localTime } from '#lib/kernel/zoned.ts';

const NOON = 12 * 60;
const EVENING = 17 * 60;

/** "counted this morning", "counted yesterday", "counted 12 days ago", "never counted": how far a number on a shelf can be trusted. */
export function countedText(countedAt: Instant | null, now: Instant, zone: string): string {
  if (countedAt === null) return 'never counted';
  const days = daysBetween(countedAt, now, zone);
  if (days > 1) return `counted ${days} days ago`;
  if (days === 1) return `counted ${dayText(countedAt, now, zone).toLowerCase()}`;
  const { minute } = localTime(new Date(countedAt), zone);
  return `counted this ${minute < NOON ? 'morning' : minute < EVENING ? 'afternoon' : 'evening'}`;
}

/** "Of 100 things looked for here, 96 are found." Empty where none was ever missed. */
export function findRateText(findRate: number): string {
  return findRate >= 1 ? '' : `Of 100 things looked for here of late, ${Math.floor(findRate * 100)} were found.`;
}
