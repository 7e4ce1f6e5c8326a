import type { Point } from '#lib/kernel/geo.ts';
import type { LocalDate } from '#lib/kernel/zoned.ts';
import { calendarOf, type Calendar } from '../fulfilment/calendar.ts';
import { deliveryOptions, type DeliveryOption } from '../fulfilment/delivery-options.ts';
import { deliveryRulesV1 } from '../fulfilment/delivery-rules-v1.ts';
import { nodeOf, type NodeRecord } from '../fulfilment/node.ts';
import { promise, type Promised } from '../fulfilment/promise.ts';
import { NO_RULES, type RuleSet } from '../fulfilment/rules/sourcing-rule.ts';
import { whyOf, type Available, type Demand, type NodeForSourcing, type Plan } from '../fulfilment/sourcing.ts';
import { trustedUnits } from '../fulfilment/trusted-units.ts';
import { totalsOf } from '../orders/order.ts';
import { MARKET } from '../stores/market.ts';
import type { CartLineView, CartView } from './cart-view.ts';
import type { DeliveryChoice, PlannedParcel } from './delivery-choice.ts';

export type DeadReason = 'out-of-stock' | 'unknown-postcode' | 'no-service';
/** A way that is open, or one that is closed and says why. */
export type QuotedChoice =
  ({ open: true } & DeliveryChoice & { deliverFrom: string; deliverUntil: string }) | { open: false; id: string; reason: DeadReason };

export type QuoteAsked = {
  cart: Pick<CartView, 'lines' | 'currency' | 'country'> & { postcode: string | null };
  nodes: readonly (NodeRecord & { queueDepth: number })[];
  /** `countedAt` is when somebody last looked; left out, never. */
  levels: readonly { variantId: string; nodeId: string; available: number; countedAt?: Date | string | null }[];
  /** Where the postcode lies; undefined when nobody knows. */
  position: Point | undefined;
  /** Our own rules that are in force; undefined while there are none. */
  ruleSet: RuleSet | undefined;
  holidays: readonly LocalDate[];
  at: Date;
};

const WEEK = ['09:00', '21:00'] as const;
const MONDAY_TO_SATURDAY = { mon: WEEK, tue: WEEK, wed: WEEK, thu: WEEK, fri: WEEK, sat: WEEK };

/** Days on which carriers drive and goods are brought, in the market's zone. */
export function deliveryDays(holidays: readonly LocalDate[]): Calendar {
  return calendarOf({ zone: MARKET.timeZone, opening: MONDAY_TO_SATURDAY, closed: holidays });
}

/** Every dated way the whole cart can reach its shopper. What is collected is the same part of each. */
export function quoteCart(asked: QuoteAsked): QuotedChoice[] {
  const nodes = asked.nodes.map((node) => nodeOf(node, node.queueDepth));
  const collected = pickupParcels(asked, nodes);
  const ships = asked.cart.lines.filter((line) => line.method === 'ship');
  if (ships.length === 0) return [pickupOnly(collected, asked.at)];
  return shippedWays(asked, ships, nodes).map((way) => {
    if (!('plan' in way)) return { open: false, id: way.id, reason: way.none };
    if (collected === undefined) return { open: false, id: way.id, reason: 'out-of-stock' };
    const parcels = [...parcelsOfPlan(way.plan, way.service, ships), ...collected];
    return opened({ id: way.id, parcels, costMinor: way.fee.amount, quotedAt: asked.at.toISOString() });
  });
}

function shippedWays(
  { cart, levels, position, holidays, at, ruleSet = NO_RULES }: QuoteAsked,
  ships: CartLineView[],
  nodes: NodeForSourcing[]
): DeliveryOption[] {
  const days = deliveryDays(holidays);
  const goods = totalsOf(cart, null).goodsMinor;
  const books = availability(levels, cart.lines);
  const asked = {
    lines: ships.map(demandOfLine),
    destination: position ? { place: position, country: cart.country, calendar: days } : null,
    nodes,
    carrier: days,
    rules: deliveryRulesV1,
    at,
    currency: cart.currency,
    goods,
    ruled: { set: ruleSet, postcode: cart.postcode ?? '', valueMinor: goods }
  };
  if (nodes.every(({ missRate }) => missRate === undefined)) return deliveryOptions({ ...asked, available: books });
  // Only what probably lies there is sent from there; where that leaves nobody, the books are believed rather than the order refused.
  const trusted = deliveryOptions({ ...asked, available: trusting(books, { nodes, levels, at }) });
  return trusted.every((way) => 'none' in way) ? deliveryOptions({ ...asked, available: books }) : trusted;
}

function trusting(books: Available, { nodes, levels, at }: { nodes: NodeForSourcing[] } & Pick<QuoteAsked, 'levels' | 'at'>): Available {
  const places = new Map(nodes.map((node) => [node.id, node]));
  const counted = new Map(levels.map(({ nodeId, variantId, countedAt }) => [`${nodeId}/${variantId}`, ageOf(countedAt ?? null, at)]));
  return (nodeId, variantId) => {
    const { kind = 'warehouse', missRate = 0 } = places.get(nodeId) ?? {};
    const age = counted.get(`${nodeId}/${variantId}`) ?? null;
    return trustedUnits({ available: books(nodeId, variantId), kind, missRate, age });
  };
}

const demandOfLine = (line: CartLineView): Demand => ({ variantId: line.variantId, quantity: line.quantity, size: line.sizeClass });

/** What is collected at a node is not there to be sent from it: one demand per place. */
function availability(levels: QuoteAsked['levels'], lines: CartLineView[]): Available {
  const free = new Map(levels.map((level) => [`${level.nodeId}/${level.variantId}`, level.available]));
  const counted = new Map(lines.map((line) => [line.variantId, line.counted]));
  for (const line of lines) {
    const key = `${line.pickupNodeId}/${line.variantId}`;
    if (line.method === 'pickup') free.set(key, (free.get(key) ?? 0) - line.quantity);
  }
  return (nodeId, variantId) => (counted.get(variantId) === false ? Infinity : Math.max(0, free.get(`${nodeId}/${variantId}`) ?? 0));
}

const ageOf = (countedAt: Date | string | null, at: Date): number | null =>
  countedAt === null ? null : at.getTime() - new Date(countedAt).getTime();

function parcelsOfPlan(plan: Plan, service: string, lines: CartLineView[]): PlannedParcel[] {
  return plan.parcels.map((parcel) => ({
    ...planned(parcel.promised, { nodeId: parcel.nodeId, nodeName: parcel.nodeName, method: 'ship', service }),
    distanceMetres: Math.round(parcel.metres),
    lines: parcel.lines.map((line) => ({ ...line, counted: lines.find((one) => one.variantId === line.variantId)?.counted ?? true })),
    inputs: { ...parcel.promised.steps, ...whyOf(plan) }
  }));
}

/** Undefined when a store no longer has what was to be collected there. */
function pickupParcels({ cart, levels, at }: QuoteAsked, nodes: NodeForSourcing[]): PlannedParcel[] | undefined {
  const lines = cart.lines.filter((line) => line.method === 'pickup');
  const places = [...new Set(lines.map((line) => line.pickupNodeId ?? ''))].toSorted((a, b) => (a < b ? -1 : 1));
  const parcels = places.map((place): PlannedParcel | undefined => {
    const here = lines.filter((line) => line.pickupNodeId === place);
    const node = nodes.find((one) => one.id === place);
    const hasAll = here.every(
      (line) => !line.counted || (levels.find((l) => l.nodeId === place && l.variantId === line.variantId)?.available ?? 0) >= line.quantity
    );
    const promised = node && hasAll ? promise({ service: 'pickup', node, rules: deliveryRulesV1, at }) : undefined;
    if (!node || !promised || 'none' in promised) return undefined;
    return {
      ...planned(promised, { nodeId: node.id, nodeName: node.name, method: 'pickup', service: 'pickup' }),
      lines: here.map(({ variantId, quantity, counted }) => ({ variantId, quantity, counted }))
    };
  });
  return parcels.includes(undefined) ? undefined : parcels.filter((parcel) => parcel !== undefined);
}

function planned(promised: Promised, where: Pick<PlannedParcel, 'nodeId' | 'nodeName' | 'method' | 'service'>): PlannedParcel {
  return {
    ...where,
    lines: [],
    deliverFrom: promised.deliverFrom.toISOString(),
    deliverUntil: promised.deliverUntil.toISOString(),
    orderBy: promised.orderBy.toISOString(),
    shipBy: promised.shipBy.toISOString(),
    distanceMetres: 0,
    inputs: { ...promised.steps },
    ruleVersion: promised.ruleVersion
  };
}

function pickupOnly(parcels: PlannedParcel[] | undefined, at: Date): QuotedChoice {
  if (!parcels?.length) return { open: false, id: 'pickup', reason: 'out-of-stock' };
  return opened({ id: 'pickup', parcels, costMinor: 0, quotedAt: at.toISOString() });
}

/** Everything is there when the last parcel is. ISO instants of one form sort as text. */
function opened(choice: DeliveryChoice): QuotedChoice {
  const ends = choice.parcels.map((parcel) => parcel.deliverUntil).toSorted();
  const starts = choice.parcels.map((parcel) => parcel.deliverFrom).toSorted();
  return { open: true, ...choice, deliverFrom: starts.at(-1) ?? '', deliverUntil: ends.at(-1) ?? '' };
}
