import { metresBetween } from '#lib/kernel/geo.ts';
import type { Calendar } from './calendar.ts';
import type { DeliveryRules, DeliveryService, SizeClass } from './delivery-rules.ts';
import { fewestParcels, shareOut, type Search, type Supplier } from './fewest-parcels.ts';
import type { FulfilmentNode } from './node.ts';
import { promise, promisedWindow, type DeliveryAsked, type Destination, type NoPromise, type Promised } from './promise.ts';
import { parcelSize } from './zones.ts';

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
  at: Date;
  /** The promise wanted: nodes that would be later are left out. */
  wantedBy?: Date;
};

type PlanLine = { variantId: string; quantity: number };
type PlanParcel = { nodeId: string; nodeName: string; lines: PlanLine[]; size: SizeClass; metres: number; promised: Promised };
/** Why a node sends nothing, or that it sends. */
type Verdict = 'chosen' | 'not-needed' | 'excluded' | 'no-stock' | 'too-late' | NoPromise['none'];
type NodeDecision = { nodeId: string; metres: number | null; verdict: Verdict };

export type Plan = {
  /** Nearest first. */
  parcels: PlanParcel[];
  /** When everything is there: a split order's promise is the latest of its parcels. */
  deliverFrom: Date;
  deliverUntil: Date;
  /** Until when the whole plan holds. */
  orderBy: Date;
  decisions: NodeDecision[];
  isExact: boolean;
  ruleVersion: string;
};
type Missing = { variantId: string; wanted: number; available: number };
/** 'out-of-stock': the network has not enough. 'no-service': it has, but not where this service could bring it from. */
export type NoPlan = { none: 'out-of-stock' | 'unknown-postcode' | 'no-service'; missing: Missing[]; decisions: NodeDecision[] };

type Candidate = Supplier & { node: NodeForSourcing; asked: DeliveryAsked };

/**
 * Who sends what: the nearest node that has everything and can keep the promise, else the fewest parcels, ties by distance in
 * sum and then by node id. Lines of one variant are one demand. Equal questions get equal plans.
 */
export function planDelivery(problem: DeliveryProblem): Plan | NoPlan {
  if (!problem.destination) return { none: 'unknown-postcode', missing: [], decisions: [] };
  const lines = summed(problem.lines);
  const judged = problem.nodes.map((node) => judge(node, lines, problem));
  const candidates = judged.map(({ candidate }) => candidate).filter((candidate) => candidate !== undefined);
  const { maxParcels, maySplitLine } = problem.rules.sourcing;
  const search: Search = { wanted: lines.map(({ quantity }) => quantity), maxParcels, maySplitLine };

  const choice = fewestParcels(candidates, search);
  const sends = new Set(choice?.chosen.map(({ id }) => id));
  const decisions = judged.map(({ decision }): NodeDecision => ({
    ...decision,
    verdict: sends.has(decision.nodeId) ? 'chosen' : decision.verdict
  }));
  if (!choice) return noPlan(problem, lines, candidates, decisions);
  return { ...planOf(choice.chosen, lines, search), decisions, isExact: choice.isExact, ruleVersion: problem.rules.version };
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

type Judged = { decision: NodeDecision; candidate: Candidate | undefined };

// What costs least to find out is asked first.
function judge(node: NodeForSourcing, lines: readonly Demand[], problem: DeliveryProblem): Judged {
  const { destination, available, service, carrier, rules, at, wantedBy } = problem;
  const metres = destination && metresBetween(node.place, destination.place);
  const no = (verdict: Verdict): Judged => ({ decision: { nodeId: node.id, metres, verdict }, candidate: undefined });
  if (!destination || metres === null) return no('no-service');
  if (node.isExcluded) return no('excluded');
  const has = lines.map(({ variantId, quantity }) => Math.min(quantity, Math.max(0, available(node.id, variantId))));
  if (has.every((units) => units === 0)) return no('no-stock');
  const asked = { service, node, destination, carrier, rules, at };
  const window = promisedWindow(asked);
  if ('none' in window) return no(window.none);
  if (wantedBy && window.deliverUntil > wantedBy) return no('too-late');
  return { decision: { nodeId: node.id, metres, verdict: 'not-needed' }, candidate: { id: node.id, metres, has, node, asked } };
}

function planOf(chosen: readonly Candidate[], lines: readonly Demand[], search: Search) {
  const shares = shareOut(chosen, search);
  const parcels = chosen.map(({ node, metres, asked }, place): PlanParcel => {
    const promised = promise(asked);
    if ('none' in promised) throw new Error(`sourcing: ${node.id} promised a moment ago and does no more`);
    const sent = lines.map((line, index) => ({ ...line, quantity: shares[place]?.[index] ?? 0 })).filter(({ quantity }) => quantity > 0);
    const parcelLines = sent.map(({ variantId, quantity }) => ({ variantId, quantity }));
    return { nodeId: node.id, nodeName: node.name, lines: parcelLines, size: parcelSize(sent.map(({ size }) => size)), metres, promised };
  });
  const promises = parcels.map(({ promised }) => promised);
  return {
    parcels,
    deliverFrom: latest(promises.map(({ deliverFrom }) => deliverFrom)),
    deliverUntil: latest(promises.map(({ deliverUntil }) => deliverUntil)),
    orderBy: new Date(Math.min(...promises.map(({ orderBy }) => orderBy.getTime())))
  };
}

function noPlan(problem: DeliveryProblem, lines: readonly Demand[], candidates: readonly Candidate[], decisions: NodeDecision[]): NoPlan {
  const network = problem.nodes.filter(({ isExcluded }) => !isExcluded);
  const gone = missingFrom(network, lines, problem);
  if (gone.length > 0) return { none: 'out-of-stock', missing: gone, decisions };
  return {
    none: 'no-service',
    missing: missingFrom(
      candidates.map(({ node }) => node),
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
