import { decideAgain, type Outcome } from './decide-again.ts';
import { pastKinds, type PastKind, type PastRequest } from './past-requests.ts';
import type { Policy } from './policy.ts';

export type Differing = { number: string; kind: PastKind; at: Date; before: Outcome; after: Outcome };
/**
 * Each request counts once, as the first of these that holds. `newlyNo` and `newlyYes`: the other was said of it; `otherFee`: yes both times,
 * for another fee; `otherwise`: yes both times, but not the same; `otherRule`: the same comes of it, and another rule says so.
 */
export type TriedKind = { asked: number } & Record<(typeof differences)[number], number>;
export type TriedPolicy = {
  kinds: Record<PastKind, TriedKind>;
  differing: Differing[];
  /** Of how many it was not kept how their parcels stood. */
  guessed: number;
};

export const differences = ['newlyNo', 'newlyYes', 'otherFee', 'otherwise', 'otherRule'] as const;
type Difference = (typeof differences)[number];

/** Of each kind: a draft that changes much of one is still to be seen in the others. */
const MOST_SHOWN = 20;

/** Every past request decided again by the policy that its order has, and by the draft. */
export function tryPolicy(past: readonly PastRequest[], draft: Policy): TriedPolicy {
  const tried = past.map((request) => ({
    number: request.number,
    kind: request.kind,
    at: request.at,
    before: decideAgain(request, request.policy),
    after: decideAgain(request, draft)
  }));
  const of = (kind: PastKind): Differing[] => tried.filter((one) => one.kind === kind);
  const kinds = Object.fromEntries(pastKinds.map((kind) => [kind, countOf(of(kind))])) as Record<PastKind, TriedKind>;
  const guessed = past.filter((request) => 'isGuessed' in request && request.isGuessed).length;
  return { kinds, guessed, differing: pastKinds.flatMap((kind) => of(kind).filter(differenceOf).slice(0, MOST_SHOWN)) };
}

function countOf(tried: readonly Differing[]): TriedKind {
  const found = tried.map(differenceOf);
  const counts = differences.map((one) => [one, found.filter((difference) => difference === one).length]);
  return { asked: tried.length, ...(Object.fromEntries(counts) as Record<Difference, number>) };
}

function differenceOf({ before, after }: Differing): Difference | undefined {
  if (before.code === null && after.code !== null) return 'newlyNo';
  if (before.code !== null && after.code === null) return 'newlyYes';
  if (before.plan?.feeMinor !== after.plan?.feeMinor) return 'otherFee';
  if (JSON.stringify(before.plan) !== JSON.stringify(after.plan)) return 'otherwise';
  return before.code === after.code && before.rule === after.rule ? undefined : 'otherRule';
}
