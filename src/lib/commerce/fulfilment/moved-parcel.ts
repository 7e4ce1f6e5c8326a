import { localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Point } from '#lib/kernel/geo.ts';
import { deliveryDays } from '../cart/quote.ts';
import { orderStream } from '../orders/order-stream.ts';
import { MARKET } from '../stores/market.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { deliveryServices, type DeliveryService, type SizeClass } from './delivery-rules.ts';
import type { FulfilmentOrderState, RejectReason } from './fulfilment-order.machine.ts';
import { nodeOf, type NodeRecord } from './node.ts';
import { movedBy } from './parcel.ts';
import type { Promised } from './promise.ts';
import { planDelivery, type Plan } from './sourcing.ts';

export type MovableLine = { id: string; orderLineId: string; variantId: string; quantity: number; counted: boolean; size: SizeClass };
export type PromiseKept = {
  number: number;
  state: string;
  deliverFrom: string;
  deliverUntil: string;
  inputs: Record<string, unknown>;
  ruleVersion: string;
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
  order: { id: string; version: number; currency: string; country: string; parcels: number };
  lines: MovableLine[];
  promises: PromiseKept[];
  nodes: readonly (NodeRecord & { queueDepth: number })[];
  levels: readonly { variantId: string; nodeId: string; available: number }[];
  position: Point | null;
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
};

/** After so many places nobody is asked any more: a person has to look. */
const MOST_MOVES = 5;

export type MovedParcel = ReturnType<typeof decideToMove>;

/**
 * Where a parcel goes that its place cannot send: the best other place, or several, of the same service or of one that still comes there; never
 * back to a place it came from. `unfillable` where there is none. A promise becomes a new version when its day is another.
 * Refuses `not-allowed` for what has left, what is collected, and what was moved already.
 */
export function decideToMove(parcel: ParcelToMove, moving: Moving) {
  const { nodeId, order } = parcel;
  if (nodeId === null || parcel.method !== 'ship') refuse('not-allowed', parcel.state);
  const excluded = [...new Set([...parcel.excluded, nodeId])];
  const plan = parcel.moves < MOST_MOVES ? planElsewhere(parcel, excluded, moving) : undefined;
  const state = stateAfter(parcel, plan, moving);
  const stream = orderStream(order);
  const about = { fulfilmentOrderId: parcel.id, reason: moving.reason };
  const events = [stream.next({ type: 'fo.rejected', ...about, nodeId })];
  const lost = moving.lost.map((one) => ({
    movement_id: moving.newId(),
    variant_id: one.variantId,
    node_id: nodeId,
    quantity: one.quantity
  }));
  const kept = { id: parcel.id, state, excluded_nodes: excluded };
  if (!plan) {
    events.push(stream.next({ type: 'fo.unfillable', ...about, fromNodeId: nodeId }));
    return { order, parcel: { ...kept, node_id: null, service: parcel.service, plan: {} }, ...NOTHING_NEW, lost, events };
  }
  const sent = spread(parcel, plan, moving);
  const promises = sent.flatMap((one) => promisesOf(parcel, one, moving));
  for (const one of sent)
    events.push(
      stream.next({
        type: 'fo.rerouted',
        ...about,
        fulfilmentOrderId: one.id,
        fromNodeId: nodeId,
        nodeId: one.nodeId,
        isSplit: one.id !== parcel.id
      })
    );
  for (const { event } of promises) if (event) events.push(stream.next({ type: 'promise.revised', ...event }));
  const [first, ...further] = sent;
  if (!first) throw new Error('sourcing: a plan without parcels');
  return {
    order,
    parcel: { ...kept, node_id: first.nodeId, service: first.service, plan: first.plan },
    opened: further.map((one, place) => openedRow(parcel, one, { place: order.parcels + place + 1, excluded, at: moving.at })),
    ...linesOf(sent),
    allocations: sent.flatMap(({ nodeId: node_id, lines }) =>
      lines
        .filter(({ counted }) => counted)
        .map((line) => ({ id: moving.newId(), fulfilment_line_id: line.id, variant_id: line.variantId, node_id, quantity: line.quantity }))
    ),
    promises: promises.flatMap(({ rows }) => rows),
    lost,
    events
  };
}

const NOTHING_NEW = { opened: [], lines: [], newLines: [], allocations: [], promises: [] };

function stateAfter(parcel: ParcelToMove, plan: Plan | undefined, { isRejected, reason }: Moving): FulfilmentOrderState {
  const toNode = plan?.parcels[0]?.nodeId ?? null;
  const away = isRejected ? [{ type: 'reject', reason } as const] : [{ type: 'reroute', toNode } as const];
  if (toNode === null) return movedBy(parcel, ...away, { type: 'none' });
  return isRejected ? movedBy(parcel, ...away, { type: 'source' }) : movedBy(parcel, ...away);
}

/** By the service that was paid for, else the fastest that still comes there. */
function planElsewhere(
  { lines, nodes, levels, position, order, service }: ParcelToMove,
  excluded: string[],
  moving: Moving
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
    at: moving.at
  };
  const services = [service as DeliveryService, ...deliveryServices.toReversed().filter((one) => one !== service)];
  for (const one of services) {
    const plan = planDelivery({ ...problem, service: one });
    if (!('none' in plan)) return plan;
  }
  return undefined;
}

type Sent = {
  id: string;
  nodeId: string;
  nodeName: string;
  service: DeliveryService;
  promised: Promised;
  plan: { shipBy: string; distanceMetres: number };
  /** What the new promise was computed from, and why from there. */
  inputs: object;
  lines: (MovableLine & { isNew: boolean })[];
};

/** Which units of which line go in which parcel. A line is one row in the first parcel that has some of it, and a new row in each further one. */
function spread(parcel: ParcelToMove, plan: Plan, { newId }: Moving): Sent[] {
  const left = new Map(parcel.lines.map((line) => [line.id, line.quantity]));
  const placed = new Set<string>();
  return plan.parcels.map(({ nodeId, nodeName, promised, metres, lines }, index): Sent => {
    const shares = lines.flatMap(({ variantId, quantity }) => unitsOf(parcel.lines, left, { variantId, quantity }));
    const rows = shares.map(({ line, quantity }) => {
      const isNew = placed.has(line.id);
      placed.add(line.id);
      return { ...line, id: isNew ? newId() : line.id, quantity, isNew };
    });
    return {
      id: index === 0 ? parcel.id : newId(),
      nodeId,
      nodeName,
      service: promised.steps.service as DeliveryService,
      promised,
      plan: { shipBy: promised.shipBy.toISOString(), distanceMetres: Math.round(metres) },
      inputs: { ...promised.steps, decisions: plan.decisions, score: plan.score },
      lines: rows
    };
  });
}

function unitsOf(lines: readonly MovableLine[], left: Map<string, number>, wanted: { variantId: string; quantity: number }) {
  let open = wanted.quantity;
  return lines.flatMap((line) => {
    const quantity = line.variantId === wanted.variantId ? Math.min(open, left.get(line.id) ?? 0) : 0;
    open -= quantity;
    left.set(line.id, (left.get(line.id) ?? 0) - quantity);
    return quantity > 0 ? [{ line, quantity }] : [];
  });
}

function linesOf(sent: readonly Sent[]) {
  const rows = sent.flatMap(({ id, lines }) => lines.map((line) => ({ ...line, parcelId: id })));
  return {
    lines: rows.filter(({ isNew }) => !isNew).map(({ id, parcelId, quantity }) => ({ id, fulfilment_order_id: parcelId, quantity })),
    newLines: rows
      .filter(({ isNew }) => isNew)
      .map(({ id, parcelId, orderLineId, variantId, quantity }) => ({
        id,
        fulfilment_order_id: parcelId,
        order_line_id: orderLineId,
        variant_id: variantId,
        quantity,
        picked: 0
      }))
  };
}

function openedRow(parcel: ParcelToMove, one: Sent, { place, excluded, at }: { place: number; excluded: string[]; at: Date }) {
  return {
    id: one.id,
    order_id: parcel.order.id,
    place,
    node_id: one.nodeId,
    method: 'ship',
    service: one.service,
    state: 'allocated',
    collect_code: null,
    plan: one.plan,
    version: 1,
    created_at: at,
    excluded_nodes: excluded,
    moves: parcel.moves + 1
  };
}

/** A parcel that was split off carries the first promise on, so that it is judged by it; the new day is the next version. */
function promisesOf(parcel: ParcelToMove, one: Sent, { reason, detail, at, newId }: Moving) {
  const [first, last] = [parcel.promises[0], parcel.promises.at(-1)];
  if (!first || !last) return { rows: [], event: undefined };
  const row = { order_id: parcel.order.id, fulfilment_order_id: one.id, detail: '', at };
  const { deliverFrom, deliverUntil, ruleVersion } = one.promised;
  const isOwn = one.id === parcel.id;
  const carried = isOwn
    ? []
    : [
        {
          ...row,
          id: newId(),
          number: 1,
          state: 'committed',
          reason: 'placed',
          ...windowRow(first),
          inputs: first.inputs,
          rule_version: first.ruleVersion
        }
      ];
  const number = isOwn ? last.number + 1 : 2;
  if (sameDay(last.deliverUntil, deliverUntil)) return { rows: carried, event: undefined };
  const window = { deliverFrom: deliverFrom.toISOString(), deliverUntil: deliverUntil.toISOString() };
  const revised = {
    ...row,
    id: newId(),
    number,
    state: 'revised',
    reason,
    detail,
    ...windowRow(window),
    inputs: one.inputs,
    rule_version: ruleVersion
  };
  const was = { wasFrom: instantText(last.deliverFrom), wasUntil: instantText(last.deliverUntil) };
  return { rows: [...carried, revised], event: { fulfilmentOrderId: one.id, number, ...window, ...was, reason, detail } };
}

const windowRow = (window: { deliverFrom: string; deliverUntil: string }) => ({
  deliver_from: window.deliverFrom,
  deliver_until: window.deliverUntil
});

/** The database writes the same moment in another way. */
const instantText = (at: string): string => new Date(at).toISOString();

const sameDay = (was: string, is: Date): boolean => localDate(new Date(was), MARKET.timeZone) === localDate(is, MARKET.timeZone);
