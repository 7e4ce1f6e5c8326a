import * as z from 'zod';
import { distanceText } from '#lib/ui/distance.ts';
import type { PlanWeights } from './plan-measures.ts';
import type { Verdict } from './sourcing.ts';

const VERDICTS: Record<Verdict, string> = {
  chosen: 'Sends it',
  'not-needed': 'Could have sent it, for more points',
  excluded: 'Had it before and could not send it',
  'no-stock': 'Has none of it',
  'too-late': 'Too late for the day that was wanted',
  'no-service': 'Shut, or does not bring it there this way',
  'unknown-transit': 'Nobody knows how long it takes from there',
  'never-open': 'Not open in time'
};

const PARTS: Record<keyof PlanWeights, string> = {
  day: 'days until it is there',
  parcel: 'further parcels',
  fee: 'what parcels cost',
  hundredKilometres: 'distance',
  scarcity: 'last of a shelf',
  load: 'work that waits',
  miss: 'not found there'
};

/** As it is kept with a promise; older ones say less. */
const Kept = z.object({
  decisions: z.array(
    z.object({
      nodeId: z.string(),
      metres: z.number().nullable(),
      verdict: z.enum(Object.keys(VERDICTS) as [Verdict, ...Verdict[]]),
      offer: z.object({ arrivesAt: z.number() }).optional()
    })
  ),
  score: z.record(z.string(), z.number()).optional()
});

export type ShownDecision = {
  /** Nearest first. `arrivesAt`: when it would have been there, null where nothing was to come from there. */
  places: { nodeId: string; distance: string; verdict: string; isChosen: boolean; arrivesAt: Date | null }[];
  /** What the chosen way cost in points, the heaviest part first; empty where no points were counted. */
  points: string;
};

/** Why a parcel comes from where it comes, in words; undefined where nothing was kept, as for what is collected. */
export function shownDecision(inputs: unknown): ShownDecision | undefined {
  const kept = Kept.safeParse(inputs).data;
  if (!kept) return undefined;
  const near = kept.decisions.toSorted((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity));
  return {
    places: near.map(({ nodeId, metres, verdict, offer }) => ({
      nodeId,
      distance: metres === null ? '' : distanceText(metres),
      verdict: VERDICTS[verdict],
      isChosen: verdict === 'chosen',
      arrivesAt: offer ? new Date(offer.arrivesAt) : null
    })),
    points: pointsText(kept.score ?? {})
  };
}

function pointsText(score: Record<string, number>): string {
  const parts = Object.entries(PARTS).flatMap(([part, words]) => {
    const points = score[part] ?? 0;
    return points >= 0.005 ? [{ words, points }] : [];
  });
  if (parts.length === 0) return '';
  const sum = parts.reduce((all, { points }) => all + points, 0);
  const each = parts.toSorted((a, b) => b.points - a.points).map(({ words, points }) => `${words} ${points.toFixed(2)}`);
  return `${sum.toFixed(2)} points: ${each.join(', ')}`;
}
