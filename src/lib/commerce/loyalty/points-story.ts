import type { PointsEntry } from '#db/queries/loyalty.ts';
import { pointsText } from './points.ts';

export type ToldEntry = Pick<PointsEntry, 'kind' | 'points' | 'forgiven'>;

/** One entry of a ledger in words; the order that it is of is named beside it. */
export function entryWords({ kind, points, forgiven }: ToldEntry): string {
  const some = pointsText(Math.abs(points));
  switch (kind) {
    case 'opened':
      return `You brought ${some} along`;
    case 'earned':
      return points > 0 ? `${some} earned` : 'Kept after all, so nothing is forgiven any more';
    case 'lowered':
      return lowered(some, points, forgiven);
    case 'spendable':
      return `${some} may be spent`;
    case 'spent':
      return `${some} turned into store credit`;
    case 'corrected':
      return `${some} ${points > 0 ? 'more' : 'fewer'}, put right by us`;
  }
}

function lowered(some: string, points: number, forgiven: number): string {
  if (forgiven <= 0) return `${some} went with what you did not keep`;
  const spent = `${pointsText(forgiven)} that you had spent ${forgiven === 1 ? 'is' : 'are'} yours all the same`;
  return points === 0 ? spent : `${some} went with what you did not keep; ${spent}`;
}
