import * as z from 'zod';
import { distanceText } from '#lib/ui/distance.ts';
import type { ScorePart } from './plan-measures.ts';
import { pointsWords } from './rules/rule-words.ts';
import type { RuleEffect } from './rules/sourcing-rule.ts';
import type { Verdict } from './sourcing.ts';

const VERDICTS: Record<Verdict, string> = {
  chosen: 'Sends it',
  'not-needed': 'Could have sent it, for more points',
  excluded: 'Had it before and could not send it',
  'ruled-out': 'Kept out by a rule',
  'no-stock': 'Has none of it',
  'too-late': 'Too late for the day that was wanted',
  'no-service': 'Shut, or does not bring it there this way',
  'unknown-transit': 'Nobody knows how long it takes from there',
  'never-open': 'Not open in time'
};

const PARTS: Record<ScorePart, string> = {
  day: 'days until it is there',
  parcel: 'further parcels',
  fee: 'what parcels cost',
  hundredKilometres: 'distance',
  scarcity: 'last of a shelf',
  load: 'work that waits',
  miss: 'not found there',
  rules: 'rules'
};

/** As it is kept with a promise; older ones say less. */
const Kept = z.object({
  decisions: z.array(
    z.object({
      nodeId: z.string(),
      metres: z.number().nullable(),
      verdict: z.enum(Object.keys(VERDICTS) as [Verdict, ...Verdict[]]),
      rules: z.array(z.object({ name: z.string(), points: z.number().nullable() })).optional(),
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
    places: near.map(({ nodeId, metres, verdict, rules, offer }) => ({
      nodeId,
      distance: metres === null ? '' : distanceText(metres),
      verdict: verdictText(verdict, rules),
      isChosen: verdict === 'chosen',
      arrivesAt: offer ? new Date(offer.arrivesAt) : null
    })),
    points: pointsText(kept.score ?? {})
  };
}

/** What kept it out, or else what rules said for or against it. */
function verdictText(verdict: Verdict, rules: RuleEffect[] = []): string {
  const outBy = rules.filter(({ points }) => points === null).map(({ name }) => `“${name}”`);
  if (verdict === 'ruled-out' && outBy.length > 0) return `Kept out by the rule ${outBy.join(' and ')}`;
  const said = rules.flatMap(({ name, points }) => (points === null ? [] : [`${pointsWords(points)} by “${name}”`]));
  return [VERDICTS[verdict], ...said].join('; ');
}

function pointsText(score: Record<string, number>): string {
  const parts = Object.entries(PARTS).flatMap(([part, words]) => {
    const points = score[part] ?? 0;
    return Math.abs(points) >= 0.005 ? [{ words, points }] : [];
  });
  if (parts.length === 0) return '';
  const sum = parts.reduce((all, { points }) => all + points, 0);
  const each = parts.toSorted((a, b) => b.points - a.points).map(({ words, points }) => `${words} ${points.toFixed(2)}`);
  return `${sum.toFixed(2)} points: ${each.join(', ')}`;
}

/** As it is kept with a promise to the door; older ones named their source otherwise. */
const Rested = z.object({
  source: z.enum(['zone-table', 'learned']),
  transit: z.object({ unit: z.enum(['day', 'minute']), p50: z.number(), p90: z.number() }),
  learned: z.object({ n: z.number(), level: z.enum(['lane', 'zone']) }).nullable()
});

/** What the length of its way rests on, in a sentence; undefined where nothing of that was kept. */
export function restsOn(inputs: unknown): string | undefined {
  const kept = Rested.safeParse(inputs).data;
  if (!kept) return undefined;
  const { transit, learned } = kept;
  const length = `${transit.p50 === transit.p90 ? '' : `${transit.p50} to `}${transit.p90} ${transit.unit}${transit.p90 === 1 ? '' : 's'}`;
  if (!learned) return `The way takes ${length}, by the table of zones.`;
  return `The way takes ${length}, as ${learned.n} deliveries ${learned.level === 'lane' ? 'from there' : 'of all places'} have shown.`;
}
