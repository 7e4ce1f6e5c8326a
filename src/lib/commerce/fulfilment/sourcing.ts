import { metresBetween } from '#lib/kernel/geo.ts';
import type { Calendar } from './calendar.ts';
import { zones, type DeliveryRules, type DeliveryService, type SizeClass, type Zone } from './delivery-rules.ts';
import { bestCover, nonDominatedCovers, type CoverSearch } from './best-covers.ts';
import type { Cover, Supplier } from './covers.ts';
import { loadOf, type FulfilmentNode } from './node.ts';
import { isAsEarlyAndCheapAs, scoreParts, type Measures, type ScorePart } from './plan-measures.ts';
import { promise, windowsAt, type Destination, type NoPromise, type Promised, type Windows } from './promise.ts';
import { placeFacts } from './rules/place-facts.ts';
import { NO_RULES, ruledBy, type RuleEffect, type Ruled, type RuleSet } from './rules/sourcing-rule.ts';
import { deliveryFee, leastFee, parcelSize, zoneOf } from './zones.ts';

export type Demand = { variantId: string; quantity: number; size: SizeClass };
/** How many units that node can still promise of that variant; Infinity for what is sold without counting. */
export type Available = (nodeId: string, variantId: string) => number;
/** `isExcluded`: it rejected these goods before and is not asked again. */
export type NodeForSourcing = FulfilmentNode & { isExcluded?: boolean };

export type DeliveryProblem = {
  lines: readonly Demand[];
  /** Null: nobody knows where that postcode is. */
  destination: Destination | null;
  nodes: readonly NodeForSourcing[];
  available: Available;
  service: DeliveryService;
  carrier: Calendar;
  rules: DeliveryRules;
  /** ISO 4217: what parcels cost us is read in its tariff. */
  currency: string;
  at: Date;
  /** The promise wanted: nodes that would be later are left out. */
  wantedBy?: Date;
  /** Whoever plans many orders at one moment hands the same to all: `windowsAt` of this problem's service, carrier, rules and moment. */
  windows?: Windows;
  /** Our own rules, and what they may ask of the order beside its lines; without it there are none. */
  ruled?: { set: RuleSet; postcode: string; valueMinor: number };
};

type PlanLine = { variantId: string; quantity: number };
type PlanParcel = { nodeId: string; nodeName: string; lines: PlanLine[]; size: SizeClass; metres: number; promised: Promised };
/** Why a node sends nothing, or that it sends. */
export type Verdict = 'chosen' | 'not-needed' | 'excluded' | 'ruled-out' | 'no-stock' | 'too-late' | NoPromise['none'];
/** `has`: of each wanted line, in the order of their variants, what it could give; with it a later rule can be tried on this order. */
type NodeDecision = { nodeId: string; metres: number | null; verdict: Verdict; rules?: RuleEffect[]; offer?: Offer };
/** Without what our rules say: that changes with them. */
type Offer = Pick<Supplier, 'has' | 'costs' | 'arrivesAt' | 'load' | 'misses'>;

export type Plan = {
  /** Nearest first. */
  parcels: PlanParcel[];
  /** When everything is there: a split order's promise is the latest of its parcels. */
  deliverFrom: Date;
  deliverUntil: Date;
  /** Until when the whole plan holds. */
  orderBy: Date;
  measures: Measures;
  /** What spoke for and against it, in points; the less in sum, the better. */
  score: Record<ScorePart, number>;
  decisions: NodeDecision[];
  /** False when there were too many ways to look at all of them. */
  isExact: boolean;
  ruleVersion: string;
  /** The version of our own rules that had their say. */
  ruleSet: number;
  /** Of each wanted line, in the order of their variants, how much was wanted: what the offers are held against. */
  wanted: number[];
};
/** What a plan was decided by, kept with each of its parcels. */
export const whyOf = ({ decisions, score, ruleSet, wanted }: Plan) => ({ decisions, score, ruleSet, wanted });

type Missing = { variantId: string; wanted: number; available: number };
/** 'out-of-stock': the network has not enough. 'no-service': it has, but not where this service could bring it from. */
export type NoPlan = { none: 'out-of-stock' | 'unknown-postcode' | 'no-service'; missing: Missing[]; decisions: NodeDecision[] };

type Candidate = Supplier & { node: NodeForSourcing };

/**
 * Who sends what: the way with the lowest score of those that keep the promise (`rules.sourcing.weights`), ties by node id. Lines of one
 * variant are one demand. Equal questions get equal plans.
 */
export function planDelivery(problem: DeliveryProblem): Plan | NoPlan {
  const asked = suppliersFor(problem);
  if ('none' in asked) return asked;
  const best = bestCover(asked.suppliers, asked.search);
  if (!best) return noPlan(problem, asked);
  return planOf(problem, asked, { cover: best.cover, isExact: best.bound >= best.score });
}

/** What a way asks, and what each of its parcels is priced by. `plan` spells it out: until when its promises hold costs most to find out. */
export type Way = { measures: Measures; parcels: { nodeId: string; zone: Zone; size: SizeClass }[]; plan: () => Plan };

/**
 * The way of `planDelivery` first, and beside it those of which none is worse than another in arrival, parcels, cost and metres at once: at most
 * `most`. What would be better than the first for the shopper in nothing but the road is left to the score.
 */
export function waysToSend(problem: DeliveryProblem, most: number): Way[] | NoPlan {
  const asked = suppliersFor(problem);
  if ('none' in asked) return asked;
  const best = bestCover(asked.suppliers, asked.search);
  if (!best) return noPlan(problem, asked);
  const { covers, isExact } = nonDominatedCovers(asked.suppliers, { ...asked.search, most });
  const others = covers.filter(({ measures }) => !isAsEarlyAndCheapAs(measures, best.cover.measures)).slice(0, most - 1);
  const first = { cover: best.cover, isExact: best.bound >= best.score };
  return [first, ...others.map((cover) => ({ cover, isExact }))].map((one): Way => ({
    measures: one.cover.measures,
    parcels: one.cover.chosen.map(({ id, metres }, place) => ({
      nodeId: id,
      zone: zoneOf(metres, problem.rules.bands),
      size: parcelSize(sentOf(asked.lines, one.cover.shares[place]).map(({ size }) => size))
    })),
    plan: () => planOf(problem, asked, one)
  }));
}

type Asked = { lines: Demand[]; suppliers: Candidate[]; decisions: NodeDecision[]; search: CoverSearch };

function suppliersFor(problem: DeliveryProblem): Asked | NoPlan {
  if (!problem.destination) return { none: 'unknown-postcode', missing: [], decisions: [] };
  const { rules, at, currency } = problem;
  const lines = summed(problem.lines);
  const judging = {
    lines,
    problem,
    windows: problem.windows ?? windowsAt(problem),
    costs: costsByZone(lines, problem),
    ruled: rulingFor(lines, problem)
  };
  const judged = problem.nodes.map((node) => judge(node, judging));
  const scale = { weights: rules.sourcing.weights, at: at.getTime(), feeMinor: leastFee(rules, currency) ?? 1 };
  const { maxParcels, maySplitLine } = rules.sourcing;
  return {
    lines,
    suppliers: judged.map(({ candidate }) => candidate).filter((candidate) => candidate !== undefined),
    decisions: judged.map(({ decision }) => decision),
    search: { wanted: lines.map(({ quantity }) => quantity), maxParcels, maySplitLine, scale }
  };
}

/** One demand a variant, in a fixed order. */
export function summed(lines: readonly Demand[]): Demand[] {
  const sums = new Map<string, Demand>();
  for (const { variantId, quantity, size } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new Error(`sourcing: ${quantity} units of ${variantId}`);
    sums.set(variantId, { variantId, size, quantity: quantity + (sums.get(variantId)?.quantity ?? 0) });
  }
  if (sums.size === 0) throw new Error('sourcing: nothing is wanted');
  return [...sums.values()].toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1));
}

type Judging = {
  lines: readonly Demand[];
  problem: DeliveryProblem;
  windows: Windows;
  costs: (zone: Zone) => number[] | undefined;
  ruled: Ruling;
};
type Ruling = (node: NodeForSourcing, metres: number) => Ruled;
type Judged = { decision: NodeDecision; candidate: Candidate | undefined };

/** What is sold without counting is so much that none of it is ever short. */
export const unitsFree = (available: number): number => Math.min(Math.max(0, available), MANY);

const MANY = 1_000_000;

// What costs least to find out is asked first.
function judge(node: NodeForSourcing, { lines, problem, windows, costs: costsTo, ruled }: Judging): Judged {
  const { destination, available, rules, wantedBy } = problem;
  const metres = destination && metresBetween(node.place, destination.place);
  const no = (verdict: Verdict): Judged => ({ decision: { nodeId: node.id, metres, verdict }, candidate: undefined });
  if (!destination || metres === null) return no('no-service');
  if (node.isExcluded) return no('excluded');
  const has = lines.map(({ variantId }) => unitsFree(available(node.id, variantId)));
  if (has.every((units) => units === 0)) return no('no-stock');
  const window = windows(node, destination, metres);
  if ('none' in window) return no(window.none);
  if (wantedBy && window.deliverUntil > wantedBy) return no('too-late');
  const costs = costsTo(zoneOf(metres, rules.bands));
  if (!costs) return no('no-service');
  const offer = { has, costs, arrivesAt: window.deliverUntil.getTime(), load: loadOf(node), misses: node.missRate ?? 0 };
  return ruledCandidate({ node, metres, offer }, ruled(node, metres));
}

const NOT_RULED: Ruled = { isOut: false, points: 0, by: [] };

type Offering = { node: NodeForSourcing; metres: number; offer: Offer };

/** What a place that is kept out could have sent is noted all the same: another set of rules may be tried on it. */
function ruledCandidate({ node, metres, offer }: Offering, { isOut, points, by }: Ruled): Judged {
  const verdict = isOut ? 'ruled-out' : 'not-needed';
  return {
    decision: { nodeId: node.id, metres, verdict, ...(by.length > 0 && { rules: by }), offer },
    candidate: isOut ? undefined : { id: node.id, metres, ...offer, points, node }
  };
}

function rulingFor(lines: readonly Demand[], { service, destination, at, ruled }: DeliveryProblem): Ruling {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const sizeClass = parcelSize(lines.map(({ size }) => size));
  const asked = ruled && { ...ruled, service, country: destination?.country ?? '', units, sizeClass };
  const ask = asked && ruledBy(asked.set, asked);
  return ask ? (node, metres) => ask(placeFacts(node, metres, at)) : () => NOT_RULED;
}

/** What a parcel with each line costs us, were it the only one in it: free from some amount on is the shopper's affair. */
function costsByZone(lines: readonly Demand[], { rules, service, currency }: DeliveryProblem): Judging['costs'] {
  const costs = zones.map((zone) => {
    const fees = lines.map(({ size }) => deliveryFee(rules, { service, zone, size, currency, goods: 0 }));
    const known = fees.filter((fee) => fee !== undefined);
    return [zone, known.length === fees.length ? known : undefined] as const;
  });
  const byZone = new Map(costs);
  return (zone) => byZone.get(zone);
}

function planOf(
  problem: DeliveryProblem,
  { lines, decisions, search }: Asked,
  { cover: { chosen, shares, measures }, isExact }: { cover: Cover<Candidate>; isExact: boolean }
): Plan {
  const sends = new Set(chosen.map(({ id }) => id));
  const parcels = chosen.map((one, place) => parcelOf(one, { problem, lines, share: shares[place] ?? [] }));
  const promises = parcels.map(({ promised }) => promised);
  return {
    parcels,
    deliverFrom: latest(promises.map(({ deliverFrom }) => deliverFrom)),
    deliverUntil: latest(promises.map(({ deliverUntil }) => deliverUntil)),
    orderBy: new Date(Math.min(...promises.map(({ orderBy }) => orderBy.getTime()))),
    measures,
    score: scoreParts(measures, search.scale),
    decisions: decisions.map((one) => (sends.has(one.nodeId) ? { ...one, verdict: 'chosen' } : one)),
    isExact,
    ruleVersion: problem.rules.version,
    ruleSet: (problem.ruled?.set ?? NO_RULES).version,
    wanted: [...search.wanted]
  };
}

type Sent = { problem: DeliveryProblem; lines: readonly Demand[]; share: readonly number[] };

function parcelOf({ node, metres }: Candidate, { problem, lines, share }: Sent): PlanParcel {
  const { destination, service, carrier, rules, at } = problem;
  if (!destination) throw new Error('sourcing: a parcel to nowhere');
  const promised = promise({ service, node, destination, carrier, rules, at });
  if ('none' in promised) throw new Error(`sourcing: ${node.id} promised a moment ago and does no more`);
  const sent = sentOf(lines, share);
  const parcelLines = sent.map(({ variantId, quantity }) => ({ variantId, quantity }));
  return { nodeId: node.id, nodeName: node.name, lines: parcelLines, size: parcelSize(sent.map(({ size }) => size)), metres, promised };
}

const sentOf = (lines: readonly Demand[], share: readonly number[] = []): Demand[] =>
  lines.map((line, index) => ({ ...line, quantity: share[index] ?? 0 })).filter(({ quantity }) => quantity > 0);

function noPlan(problem: DeliveryProblem, { lines, suppliers, decisions }: Asked): NoPlan {
  const network = problem.nodes.filter(({ isExcluded }) => !isExcluded);
  const gone = missingFrom(network, lines, problem);
  if (gone.length > 0) return { none: 'out-of-stock', missing: gone, decisions };
  return {
    none: 'no-service',
    missing: missingFrom(
      suppliers.map(({ node }) => node),
      lines,
      problem
    ),
    decisions
  };
}

function missingFrom(nodes: readonly FulfilmentNode[], lines: readonly Demand[], { available, rules }: DeliveryProblem): Missing[] {
  return lines
    .map(({ variantId, quantity }) => {
      const amounts = nodes.map((node) => Math.max(0, available(node.id, variantId)));
      const most = rules.sourcing.maySplitLine ? amounts.reduce((sum, amount) => sum + amount, 0) : Math.max(0, ...amounts);
      return { variantId, wanted: quantity, available: most };
    })
    .filter((line) => line.available < line.wanted);
}

const latest = (dates: readonly Date[]): Date => new Date(Math.max(...dates.map((date) => date.getTime())));
