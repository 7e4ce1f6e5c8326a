import { dateText } from '#lib/ui/when.ts';
import type { ShownRate } from './kept-rate.ts';

/** "Kept 96 % of 412 promises since 2 Jun". */
export const keptText = ({ percent, of, since }: ShownRate, zone: string): string =>
  `Kept ${percent} % of ${of.toLocaleString('en-IN')} promises since ${dateText(since, zone).replace(/^\S+ /, '')}`;
