import type { Point } from '#lib/kernel/geo.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { LocalDate } from '#lib/kernel/zoned.ts';
import type { SizeClass } from '../../fulfilment/delivery-rules.ts';
import { deliveryRulesV1 as rules } from '../../fulfilment/delivery-rules-v1.ts';
import { planElsewhere, type ParcelToMove } from '../../fulfilment/moved-parcel.ts';
import { nodeOf, type NodeRecord } from '../../fulfilment/node.ts';
import { promise, type Promised } from '../../fulfilment/promise.ts';
import type { RuleSet } from '../../fulfilment/rules/sourcing-rule.ts';
import { whyOf } from '../../fulfilment/sourcing.ts';
import { withOwn } from '../../order-change/address-effect.ts';

/** A thing that is for sale, as it may come instead of another. */
export type ExchangeTarget = {
  variantId: string;
  productId: string;
  title: string;
  options: string[];
  sku: string | null;
  imageSrc: string | null;
  priceMinor: number;
  counted: boolean;
  size: SizeClass;
};

/** An order without a postcode has its things collected. */
export type ExchangeWorld = {
  id: string;
  currency: string;
  country: string;
  postcode: string;
  goodsMinor: number;
  targets: ExchangeTarget[];
  nodes: readonly (NodeRecord & { queueDepth: number })[];
  levels: readonly { variantId: string; nodeId: string; available: number }[];
  position: Point | null;
  ruleSet: RuleSet | null;
};

/** `lineId`: of the return. */
export type WantedInstead = { lineId: string; variantId: string; quantity: number };
type Part = { lineId: string; variantId: string; quantity: number };
export type NewParcel = {
  nodeId: string;
  nodeName: string;
  method: 'ship' | 'pickup';
  promised: Promised;
  metres: number;
  why: object;
  lines: Part[];
};
type When = { dropNodeId: string | null; holidays: readonly LocalDate[]; at: Date };

/**
 * Where what comes instead is taken from as things are now, and when it would be there if it went now: brought where the order was, or to be collected
 * at the counter that was named. Refuses `out-of-stock`, and `no-service` where it reaches nobody.
 */
export function planInstead(world: ExchangeWorld, wanted: readonly WantedInstead[], when: When): NewParcel[] {
  for (const { variantId } of wanted) {
    if (!world.targets.some((one) => one.variantId === variantId)) refuse('out-of-stock', variantId);
  }
  return world.postcode === '' ? [collected(world, wanted, when)] : brought(world, wanted, when);
}

function brought(world: ExchangeWorld, wanted: readonly WantedInstead[], { holidays, at }: When): NewParcel[] {
  const plan = planElsewhere(asParcel(world, wanted), [], { holidays, at });
  if (!plan) return refuseGone(world, wanted);
  const left = wanted.map((one) => ({ ...one }));
  const why = whyOf(plan);
  return plan.parcels.map(({ nodeId, nodeName, promised, metres, lines }) => {
    return { nodeId, nodeName, method: 'ship', promised, metres, why, lines: lines.flatMap((line) => shareOf(left, line)) };
  });
}

/** Of all places together there may be enough, and none of them come there. */
function refuseGone(world: ExchangeWorld, wanted: readonly WantedInstead[]): never {
  const gone = [...unitsBy(wanted)].find(([variantId, units]) => isCounted(world, variantId) && everywhere(world, variantId) < units);
  return gone ? refuse('out-of-stock', titleOf(world, gone[0])) : refuse('no-service', world.postcode);
}

function collected(world: ExchangeWorld, wanted: readonly WantedInstead[], { dropNodeId, at }: When): NewParcel {
  const node = world.nodes.find(({ id }) => id === dropNodeId);
  if (!node) refuse('no-service');
  const free = (variantId: string): number =>
    world.levels.find((one) => one.nodeId === node.id && one.variantId === variantId)?.available ?? 0;
  const gone = [...unitsBy(wanted)].find(([variantId, units]) => isCounted(world, variantId) && free(variantId) < units);
  if (gone) refuse('out-of-stock', titleOf(world, gone[0]));
  const promised = promise({ service: 'pickup', node: nodeOf(node, node.queueDepth), rules, at });
  if ('none' in promised) refuse('no-service', node.name);
  const { id: nodeId, name: nodeName } = node;
  return { nodeId, nodeName, method: 'pickup', promised, metres: 0, why: {}, lines: wanted.map((one) => ({ ...one })) };
}

function shareOf(left: WantedInstead[], { variantId, quantity }: { variantId: string; quantity: number }): Part[] {
  let open = quantity;
  return left.flatMap((one) => {
    const some = one.variantId === variantId ? Math.min(open, one.quantity) : 0;
    open -= some;
    one.quantity -= some;
    return some > 0 ? [{ lineId: one.lineId, variantId, quantity: some }] : [];
  });
}

const unitsBy = (wanted: readonly WantedInstead[]): Map<string, number> =>
  wanted.reduce((sums, { variantId, quantity }) => sums.set(variantId, (sums.get(variantId) ?? 0) + quantity), new Map<string, number>());
const targetOf = ({ targets }: ExchangeWorld, variantId: string) => targets.find((one) => one.variantId === variantId);
const isCounted = (world: ExchangeWorld, variantId: string): boolean => targetOf(world, variantId)?.counted ?? true;
const everywhere = ({ levels }: ExchangeWorld, variantId: string): number =>
  levels.reduce((sum, level) => sum + (level.variantId === variantId ? level.available : 0), 0);
export const titleOf = (world: ExchangeWorld, variantId: string): string => {
  const target = targetOf(world, variantId);
  return target ? [target.title, ...target.options].join(', ') : variantId;
};

/** As sourcing reads a parcel that has no place yet. */
function asParcel(world: ExchangeWorld, wanted: readonly WantedInstead[]): ParcelToMove {
  const { id, currency, country, postcode, goodsMinor, nodes, levels, position, ruleSet } = world;
  const lines = wanted.map(({ lineId, variantId, quantity }) => {
    const target = targetOf(world, variantId);
    return { id: lineId, orderLineId: lineId, variantId, quantity, counted: target?.counted ?? true, size: target?.size ?? 'small' };
  });
  return {
    id,
    nodeId: null,
    method: 'ship',
    service: 'standard',
    state: 'unsourced',
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    excluded: [],
    moves: 0,
    collectCode: null,
    order: { id, version: 0, currency, country, postcode, goodsMinor, parcels: 0 },
    lines,
    promises: [],
    nodes,
    levels,
    position,
    ruleSet,
    downReason: ''
  };
}

export type Going = { nodeId: string; promised: Promised; metres: number; why: object };

/**
 * When a parcel that waited is there if it goes now: from where it lies, else from the best place that has all of it. Undefined where nobody can say.
 */
export function goingNow(parcel: ParcelToMove, when: Omit<When, 'dropNodeId'>): Going | undefined {
  const { nodeId, nodes } = parcel;
  if (nodeId === null) return undefined;
  if (parcel.method === 'pickup') return readyAt(parcel, nodeId, when.at);
  const asked = { ...parcel, levels: withOwn(parcel) };
  const others = nodes.filter(({ id }) => id !== nodeId).map(({ id }) => id);
  const plan = planElsewhere(asked, others, when) ?? planElsewhere(asked, [nodeId], when);
  const [only, ...further] = plan?.parcels ?? [];
  if (!plan || !only || further.length > 0) return undefined;
  return { nodeId: only.nodeId, promised: only.promised, metres: only.metres, why: whyOf(plan) };
}

function readyAt({ nodes }: ParcelToMove, nodeId: string, at: Date): Going | undefined {
  const node = nodes.find(({ id }) => id === nodeId);
  const promised = node && promise({ service: 'pickup', node: nodeOf(node, node.queueDepth), rules, at });
  return promised && !('none' in promised) ? { nodeId, promised, metres: 0, why: {} } : undefined;
}
