import type { LocalDate } from '#lib/kernel/zoned.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Point } from '#lib/kernel/geo.ts';
import { deliveryDays } from '../cart/quote.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { deliveryServices, type SizeClass } from './delivery-rules.ts';
import type { FulfilmentOrderState, RejectReason } from './fulfilment-order.machine.ts';
import { nodeOf, type NodeRecord } from './node.ts';
import { movedBy } from './parcel.ts';
import { linesOf, openedRow, promisesOf, spread, type NewParcels, type Reason } from './moved-rows.ts';
import { NO_RULES, type RuleSet } from './rules/sourcing-rule.ts';
import { planDelivery, whyOf, type Plan } from './sourcing.ts';

export type MovableLine = {
  id: string;
  orderLineId: string;
  variantId: string;
  quantity: number;
  counted: boolean;
  size: SizeClass;
};
export type PromiseKept = {
  number: number;
  state: string;
  deliverFrom: string;
  deliverUntil: string;
  inputs: Record<string, unknown>;
  ruleVersion: string;
};

type Onwards = ReturnType<typeof movedTo>;
/** What `move_parcel` takes. `answer`: which choice of its shopper this is. */
export type MovedParcel = Omit<Onwards, 'parcel'> & {
  parcel: Omit<Onwards['parcel'], 'node_id' | 'method' | 'service' | 'plan'> &
    Pick<ParcelToMove, 'method' | 'service'> & { node_id: string | null; plan: object };
  asked: ReturnType<typeof askedRow>[];
  lost: { movement_id: string; variant_id: string; node_id: string; quantity: number }[];
  answer: { id: string; state: 'chosen' | 'lapsed'; chosen: string } | null;
};

/** A parcel that is still with us, and all that another place for it is found by, as it was at one moment. */
export type ParcelToMove = {
  id: string;
  nodeId: string | null;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentOrderState;
  units: number;
  excluded: string[];
  moves: number;
  collectCode: string | null;
  order: { id: string; version: number; currency: string; country: string; postcode: string; goodsMinor: number; parcels: number };
  lines: MovableLine[];
  promises: PromiseKept[];
  nodes: readonly (NodeRecord & { queueDepth: number })[];
  levels: readonly { variantId: string; nodeId: string; available: number }[];
  position: Point | null;
  /** Our own rules that are in force; null while there are none. */
  ruleSet: RuleSet | null;
  /** Why its place is shut, for shoppers to read; empty while it is open. */
  downReason: string;
};

/** `lost`: what was looked for there and not found, which then lies there no more. */
export type Moving = {
  reason: RejectReason;
  /** For the shopper to read, such as why the place is shut; empty where the reason says enough. */
  detail: string;
  lost: readonly { variantId: string; quantity: number }[];
  /** Somebody there said no; else it is taken from them. */
  isRejected: boolean;
  holidays: readonly LocalDate[];
  at: Date;
  newId: () => string;
  newCode: (length: number) => string;
};

/** After so many places nobody is asked any more: a person has to look. */
const MOST_MOVES = 5;
/** How long a shopper has to say how it goes on with what nobody can fill. */
const CHOOSE_WITHIN_MS = 24 * 3_600_000;

/**
 * Where a parcel goes that its place cannot send: the best other place, or several, of the same service or of one that still comes there; never
 * back to a place it came from. `unfillable` where there is none, and what was to be collected at all: then its shopper is asked. A promise
 * becomes a new version when its day is another. Refuses `not-allowed` for what has left and what was moved already.
 */
export function decideToMove(parcel: ParcelToMove, moving: Moving): MovedParcel {
  const { nodeId, order } = parcel;
  if (nodeId === null || parcel.method === 'carry_out') refuse('not-allowed', parcel.state);
  const excluded = [...new Set([...parcel.excluded, nodeId])];
  const plan = parcel.method === 'ship' && parcel.moves < MOST_MOVES ? planElsewhere(parcel, excluded, moving) : undefined;
  const state = stateAfter(parcel, plan, moving);
  const stream = orderStream(order);
  const about = { fulfilmentOrderId: parcel.id, reason: moving.reason };
  const rejected = stream.next({ type: 'fo.rejected', ...about, nodeId });
  const lost = moving.lost.map((one) => ({
    movement_id: moving.newId(),
    variant_id: one.variantId,
    node_id: nodeId,
    quantity: one.quantity
  }));
  if (!plan) {
    const asked = askedRow(parcel, nodeId, moving);
    const told = stream.next({ type: 'fo.unfillable', ...about, fromNodeId: nodeId, choiceId: asked.id, decideBy: asked.decide_by });
    return { ...nowhere(parcel, { state, excluded }), asked: [asked], lost, events: [rejected, told] };
  }
  const to = {
    parcels: plan.parcels.map((one) => ({ ...one, method: 'ship' as const })),
    why: whyOf(plan)
  };
  const moved = movedTo(parcel, to, { ...moving, fromNodeId: nodeId, isAlwaysSaid: false, state, excluded, stream });
  return { ...moved, asked: [], answer: null, lost, events: [rejected, ...moved.events] };
}

function askedRow(parcel: ParcelToMove, fromNodeId: string, { reason, lost, at, newId }: Moving) {
  return {
    id: newId(),
    order_id: parcel.order.id,
    fulfilment_order_id: parcel.id,
    from_node_id: fromNodeId,
    reason,
    missing: lost,
    asked_at: at.toISOString(),
    decide_by: new Date(at.getTime() + CHOOSE_WITHIN_MS).toISOString(),
    state: 'open',
    chosen: '',
    ended_at: null
  };
}

type Kept = { state: FulfilmentOrderState; excluded: string[] };

function nowhere(
  { id, order, method, collectCode, service }: ParcelToMove,
  { state, excluded }: Kept
): Omit<MovedParcel, 'asked' | 'lost' | 'events'> {
  const parcel = { id, state, node_id: null, method, collect_code: collectCode, service, plan: {}, excluded_nodes: excluded };
  return { order, parcel, opened: [], lines: [], newLines: [], allocations: [], promises: [], answer: null };
}

type To = Reason & Kept & { fromNodeId: string; stream: OrderStream };

/** All rows and events of a parcel that goes on from other places, as `move_parcel` takes them. */
export function movedTo(parcel: ParcelToMove, to: NewParcels, moving: To) {
  const { order } = parcel;
  const { stream, excluded, state, fromNodeId, reason } = moving;
  const sent = spread(parcel, to, moving);
  const promises = sent.map((one) => promisesOf(parcel, one, moving));
  const [first, ...further] = sent;
  if (!first) throw new Error('sourcing: a plan without parcels');
  const rerouted = sent.map(({ id, nodeId }) =>
    stream.next({ type: 'fo.rerouted', fulfilmentOrderId: id, reason, fromNodeId, nodeId, isSplit: id !== parcel.id })
  );
  const revised = promises.flatMap(({ event }) => (event ? [stream.next({ type: 'promise.revised', ...event })] : []));
  const { nodeId: node_id, method, collectCode: collect_code, service, plan } = first;
  return {
    order,
    parcel: { id: parcel.id, state, node_id, method, collect_code, service, plan, excluded_nodes: excluded },
    opened: further.map((one, place) => openedRow(parcel, one, { place: order.parcels + place + 1, excluded, at: moving.at })),
    ...linesOf(sent),
    allocations: sent.flatMap((one) =>
      one.lines
        .filter(({ counted }) => counted)
        .map((line) => ({
          id: moving.newId(),
          fulfilment_line_id: line.id,
          variant_id: line.variantId,
          node_id: one.nodeId,
          quantity: line.quantity
        }))
    ),
    promises: promises.flatMap(({ rows }) => rows),
    events: [...rerouted, ...revised]
  };
}

function stateAfter(parcel: ParcelToMove, plan: Plan | undefined, { isRejected, reason }: Moving): FulfilmentOrderState {
  const toNode = plan?.parcels[0]?.nodeId ?? null;
  const away = isRejected ? [{ type: 'reject', reason } as const] : [{ type: 'reroute', toNode } as const];
  if (toNode === null) return movedBy(parcel, ...away, { type: 'none' });
  return isRejected ? movedBy(parcel, ...away, { type: 'source' }) : movedBy(parcel, ...away);
}

/** By the service that was paid for, else the fastest that still comes there. */
export function planElsewhere(
  { lines, nodes, levels, position, order, service, ruleSet }: ParcelToMove,
  excluded: readonly string[],
  moving: Pick<Moving, 'holidays' | 'at'>
): Plan | undefined {
  const days = deliveryDays(moving.holidays);
  const counted = new Map(lines.map((line) => [line.variantId, line.counted]));
  const free = new Map(levels.map((level) => [`${level.nodeId}/${level.variantId}`, level.available]));
  const problem = {
    lines,
    destination: position && { place: position, country: order.country, calendar: days },
    nodes: nodes.map((node) => ({ ...nodeOf(node, node.queueDepth), isExcluded: excluded.includes(node.id) })),
    available: (nodeId: string, variantId: string) =>
      counted.get(variantId) === false ? Infinity : (free.get(`${nodeId}/${variantId}`) ?? 0),
    carrier: days,
    rules,
    currency: order.currency,
    at: moving.at,
    ruled: { set: ruleSet ?? NO_RULES, postcode: order.postcode, valueMinor: order.goodsMinor }
  };
  const paid = deliveryServices.find((one) => one === service) ?? 'standard';
  const services = [paid, ...deliveryServices.toReversed().filter((one) => one !== paid)];
  for (const one of services) {
    const plan = planDelivery({ ...problem, service: one });
    if (!('none' in plan)) return plan;
  }
  return undefined;
}
