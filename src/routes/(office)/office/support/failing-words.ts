import type { FailingModel } from '#lib/commerce/support/failing-model.ts';
import { clockText, dateText, sameDay } from '#lib/ui/when.ts';

const WHYS: Record<string, string> = {
  silent: 'it says nothing',
  'broken-off': 'it breaks off',
  unfinished: 'it breaks off'
};

/** Since when a model is not waited for and why: "It has not answered since 10:30: it says no (429)." */
export function failingWords({ since, why }: Pick<FailingModel, 'since' | 'why'>, now: Date, zone: string): string {
  const day = sameDay(since, now, zone) ? '' : `${dateText(since, zone)}, `;
  const [, status] = /^status-(\d+)$/.exec(why) ?? [];
  return `It has not answered since ${day}${clockText(since, zone)}: ${status === undefined ? (WHYS[why] ?? why) : `it says no (${status})`}.`;
}
