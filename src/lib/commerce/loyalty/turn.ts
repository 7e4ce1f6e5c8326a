import { refuse } from '#lib/kernel/refusal.ts';
import type { PointsTerms } from './points.ts';

export type PointsBalance = { pending: number; spendable: number };

/** What so many points are worth as store credit. Refuses `not-allowed` while points are not for spending, and as the command says. */
export function decideToTurn(terms: PointsTerms | undefined, { pending, spendable }: PointsBalance, points: number): number {
  if (!terms?.isOn) refuse('not-allowed');
  if (points < terms.leastPoints) refuse('points-too-few', String(terms.leastPoints));
  if (points > pending + spendable) refuse('not-enough-points', String(pending + spendable));
  if (points > spendable) refuse('points-pending', String(spendable));
  return points * terms.worthMinor;
}
