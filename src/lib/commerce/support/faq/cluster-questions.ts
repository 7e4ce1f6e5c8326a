import { nearness, partsOf, raritiesOf, weighed } from './vectors.ts';

/** `whose`: the talk it was asked in. */
export type AskedOnce = { messageId: string; whose: string; question: string };
/** The same thing, asked by several. `medoid`: the one that is nearest to all others. */
export type Cluster<T extends AskedOnce> = { medoid: T; members: T[] };

type Near = readonly (readonly number[])[];

/** So near are two ways of asking one thing. */
const SAME_THING = 0.25;
/** One person’s trouble is no question of many, and might still be known by its words. */
const FEWEST_ASKERS = 3;

/**
 * Whatever is near to most others of those that are left gathers them around itself, until nothing gathers enough. The same questions give the
 * same clusters in whatever order they come.
 */
export function clusterQuestions<T extends AskedOnce>(asked: readonly T[]): Cluster<T>[] {
  const sorted = asked.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
  const texts = sorted.map(({ question }) => partsOf(question));
  const rarities = raritiesOf(texts);
  const vectors = texts.map((text) => weighed(text, rarities));
  const near = vectors.map((one) => vectors.map((other) => nearness(one, other)));
  const left = new Set(sorted.keys());
  const found: Cluster<T>[] = [];
  const askers = (all: readonly number[]): number => new Set(all.map((at) => sorted[at]?.whose)).size;
  for (;;) {
    const around = densest(left, near, askers);
    if (askers(around) < FEWEST_ASKERS) return found;
    const members = around.flatMap((at) => sorted[at] ?? []);
    for (const at of around) left.delete(at);
    const medoid = sorted[midOf(around, near)];
    if (medoid) found.push({ medoid, members });
  }
}

/** Those around the one that most people are near to; of two with as many, the nearer ones. */
function densest(left: ReadonlySet<number>, near: Near, askers: (all: readonly number[]) => number): number[] {
  let best: { around: number[]; askers: number; sum: number } = { around: [], askers: 0, sum: 0 };
  for (const at of left) {
    const around = [...left].filter((other) => (near[at]?.[other] ?? 0) >= SAME_THING);
    const now = { around, askers: askers(around), sum: sumOf(at, around, near) };
    if (now.askers > best.askers || (now.askers === best.askers && now.sum > best.sum)) best = now;
  }
  return best.around;
}

const midOf = (members: readonly number[], near: Near): number =>
  members.reduce((best, at) => (sumOf(at, members, near) > sumOf(best, members, near) ? at : best), members[0] ?? -1);

const sumOf = (at: number, others: readonly number[], near: Near): number =>
  others.reduce((sum, other) => sum + (near[at]?.[other] ?? 0), 0);
