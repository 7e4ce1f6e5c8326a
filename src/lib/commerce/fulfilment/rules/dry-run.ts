import { bestCover } from '../best-covers.ts';
import type { Cover, Supplier } from '../covers.ts';
import { deliveryRulesV1 } from '../delivery-rules-v1.ts';
import { contradictions, isRefused, type Finding } from './contradictions.ts';
import type { PastOrder } from './past-orders.ts';
import { NO_RULES, ruledBy, type Ruled, type RuleSet } from './sourcing-rule.ts';

/** What is sent in sum. Money in minor units of the market's currency; `byPlace`: how many parcels come from where. */
export type Sent = { parcels: number; costMinor: number; metres: number; byPlace: Record<string, number> };
type Example = { number: string; from: string[]; to: string[] };
export type DryRun = {
  /** How many past orders were decided again. */
  orders: number;
  moved: number;
  /** Of the moved ones, how many would be there on an earlier or a later day, and by how many days in sum. */
  earlier: { orders: number; days: number };
  later: { orders: number; days: number };
  before: Sent;
  after: Sent;
  /** How often each rule was met, of all places that could have sent something. */
  places: number;
  rules: { name: string; places: number; orders: number }[];
  findings: Finding[];
  isRefused: boolean;
  /** Some of the moved orders. */
  examples: Example[];
};

const MOST_EXAMPLES = 5;
const DAY_MS = 86_400_000;
const NOTHING_SENT: Sent = { parcels: 0, costMinor: 0, metres: 0, byPlace: {} };

/**
 * Past orders decided anew by the rules in force and by a draft, from what places could have given then. What a shopper chose beside the
 * best way is left aside: both are the best way, so that the difference is the rules' alone.
 */
export function dryRun(past: readonly PastOrder[], { inForce, draft }: { inForce: RuleSet; draft: RuleSet }): DryRun {
  const tried = past.map((order) => ({ order, before: decide(order, inForce), after: decide(order, draft) }));
  const both = tried.flatMap(({ order: { number }, before: { cover: was }, after: { cover: is } }) =>
    was && is ? [{ number, was, is }] : []
  );
  const moved = both.filter(({ was, is }) => idsOf(was) !== idsOf(is));
  const days = moved.map(({ was, is }) => Math.round((is.measures.arrivesAt - was.measures.arrivesAt) / DAY_MS));
  const met = metBy(draft, tried);
  const findings = [...contradictions(draft.rules), ...leftWithout(tried), ...oddlyMet(met)];
  return {
    orders: past.length,
    moved: moved.length,
    earlier: summed(days.filter((one) => one < 0).map((one) => -one)),
    later: summed(days.filter((one) => one > 0)),
    before: sentIn(both.map(({ was }) => was)),
    after: sentIn(both.map(({ is }) => is)),
    places: met.places,
    rules: met.rules.map(({ name, places, orders }) => ({ name, places, orders: orders.size })),
    findings,
    isRefused: findings.some(isRefused),
    examples: moved.slice(0, MOST_EXAMPLES).map(({ number, was, is }) => ({ number, from: sendersOf(was), to: sendersOf(is) }))
  };
}

type Tried = { order: PastOrder; before: Decided; after: Decided };
type Decided = { cover: Cover<Supplier> | undefined; ruled: Ruled[] };

function decide({ basket, places, wanted, scale }: PastOrder, set: RuleSet): Decided {
  const ask = ruledBy(set, basket);
  const ruled = places.map(({ facts }) => ask?.(facts) ?? { isOut: false, points: 0, by: [] });
  const able = places.flatMap(({ supplier }, place) => (ruled[place]?.isOut ? [] : [{ ...supplier, points: ruled[place]?.points ?? 0 }]));
  const { maxParcels, maySplitLine } = deliveryRulesV1.sourcing;
  return { cover: bestCover(able, { wanted, maxParcels, maySplitLine, scale })?.cover, ruled };
}

function leftWithout(tried: readonly Tried[]): Finding[] {
  // What could not be sent without any rule either is no rule's doing.
  const without = tried.filter(({ order, after: { cover } }) => !cover && decide(order, NO_RULES).cover);
  if (without.length === 0) return [];
  const out = without.flatMap(({ after: { ruled } }) => ruled.flatMap(({ by }) => by.filter(({ points }) => points === null)));
  return [
    { kind: 'leaves-none', rules: [...new Set(out.map(({ name }) => name))], orders: without.map(({ order: { number } }) => number) }
  ];
}

type Met = { places: number; rules: { name: string; places: number; overruled: number; orders: Set<string> }[] };

function metBy({ rules }: RuleSet, tried: readonly Tried[]): Met {
  const seen = tried.flatMap(({ order, after }) => after.ruled.map((ruled) => ({ number: order.number, ...ruled })));
  const met = rules.map(({ name, action }) => {
    const here = seen.filter(({ by }) => by.some((one) => one.name === name));
    const overruled = action.kind === 'exclude' ? 0 : here.filter(({ isOut }) => isOut).length;
    return { name, places: here.length, overruled, orders: new Set(here.map(({ number }) => number)) };
  });
  return { places: seen.length, rules: met };
}

function oddlyMet({ places, rules: met }: Met): Finding[] {
  if (places === 0) return [];
  const named = (kind: Finding['kind'], some: Met['rules']): Finding[] => some.map(({ name }) => ({ kind, rules: [name], orders: [] }));
  return [
    ...named(
      'nothing',
      met.filter((one) => one.places === 0)
    ),
    ...named(
      'everything',
      met.filter((one) => one.places === places)
    ),
    ...named(
      'overruled',
      met.filter((one) => one.places > 0 && one.overruled === one.places)
    )
  ];
}

function sentIn(covers: readonly Cover<Supplier>[]): Sent {
  return covers.reduce((sum, { chosen, measures }) => {
    const byPlace = { ...sum.byPlace };
    for (const { id } of chosen) byPlace[id] = (byPlace[id] ?? 0) + 1;
    const { parcels, costMinor, metres } = measures;
    return { parcels: sum.parcels + parcels, costMinor: sum.costMinor + costMinor, metres: sum.metres + metres, byPlace };
  }, NOTHING_SENT);
}

const sendersOf = ({ chosen }: Cover<Supplier>): string[] => chosen.map(({ id }) => id);
const idsOf = (cover: Cover<Supplier>): string => sendersOf(cover).toSorted().join('\n');
const summed = (days: readonly number[]) => ({ orders: days.length, days: days.reduce((sum, one) => sum + one, 0) });
