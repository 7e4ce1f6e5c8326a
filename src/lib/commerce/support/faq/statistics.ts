import type { StatisticName } from './faq-item.ts';

/** `value`: days, or a share of a hundred; `count`: of how many deliveries or returns. ISO times: from when on and when it was counted. */
export type Statistic = { name: StatisticName; value: number; count: number; since: string; at: string };

export const STATISTICS_LOOK_BACK_MS = 56 * 24 * 3_600_000;
/** Of fewer nothing is said: a few more would turn it around. */
export const FEWEST_COUNTED = 20;

const DELIVERED: Record<string, string> = {
  'delivery.city': 'in town, less than 30 km from where it lies',
  'delivery.region': 'in the region, up to 300 km',
  'delivery.nation': 'across the country, up to 1,500 km',
  'delivery.far': 'far off, more than 1,500 km'
};

export function statisticWords({ name, value, count }: Pick<Statistic, 'name' | 'value' | 'count'>): {
  question: string;
  answer: string;
  alsoAsked: readonly string[];
} {
  if (name === 'too-small')
    return {
      question: 'How many things come back because they were too small?',
      answer: `${value} of 100 things that came back, of ${counted(count)}.`,
      alsoAsked: ['do things run small', 'true to size', 'share that came back too small', 'how many people return for a small size']
    };
  const where = (DELIVERED[name] ?? '').split(',')[0] ?? '';
  return {
    question: `How many days do parcels really take ${where}?`,
    answer: `${days(value)} from the order to the door, half of them or faster: ${DELIVERED[name]}.`,
    alsoAsked: [`average real delivery time ${where}`, `actual delivery days ${where}`]
  };
}

const days = (value: number): string => (value === 1 ? 'One day' : `${value} days`);
const counted = (count: number): string => count.toLocaleString('en-IN');

/** So far that what was said of it is not true any more: a whole day, or five of a hundred. Or nothing can be said any more. */
export function hasMoved(said: { name: StatisticName; value: number }, now: Statistic | undefined): boolean {
  if (!now || now.count < FEWEST_COUNTED) return true;
  return Math.abs(now.value - said.value) >= (said.name === 'too-small' ? 5 : 1);
}
