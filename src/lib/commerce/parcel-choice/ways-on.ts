import type { LocalDate } from '#lib/kernel/zoned.ts';
import { deliveryRulesV1 as rules } from '../fulfilment/delivery-rules-v1.ts';
import { planElsewhere, type MovableLine, type ParcelToMove } from '../fulfilment/moved-parcel.ts';
import type { NewParcel, NewParcels } from '../fulfilment/moved-rows.ts';
import { nodeOf } from '../fulfilment/node.ts';
import { pickupOptions } from '../fulfilment/pickup-options.ts';
import { promise } from '../fulfilment/promise.ts';
import { whyOf } from '../fulfilment/sourcing.ts';

export type Choice = {
  id: string;
  fromNodeId: string;
  reason: string;
  missing: { variantId: string; quantity: number }[];
  /** ISO: until then the shopper chooses. */
  decideBy: string;
};

/** The same thing in another make at the same price, and how much of it lies at the place that could not fill the parcel. */
export type Sibling = { variantId: string; insteadOf: string; options: string[]; counted: boolean; available: number };
/** `toPay`: where its money is still to be taken, which then stays the way it comes; null when it is paid. */
export type UnfilledParcel = ParcelToMove & {
  choice: Choice | null;
  siblings: readonly Sibling[];
  toPay: 'at-counter' | 'at-door' | null;
  isBringingPaid: boolean;
  isConfirmed: boolean;
};

/** One way the parcel can go on now. `lines` are what it then holds; `to` is where from. */
export type WayOn = {
  /** `collect:NODE`, `ship`, `substitute:VARIANT`. */
  id: string;
  kind: 'collect' | 'ship' | 'substitute';
  nodeId: string;
  nodeName: string;
  /** From where the shopper is, or else from the first place, to a place of collecting; null for what is brought. */
  metres: number | null;
  from: Date;
  until: Date;
  /** What a substitute is made like; empty for the others. */
  options: string[];
  lines: readonly MovableLine[];
  to: NewParcels;
};

type Asked = { holidays: readonly LocalDate[]; at: Date };

const MOST_STORES = 3;
/** One goes so far to fetch something; a store farther away is named after what is brought. */
export const NEAR_METRES = 60_000;
const MOST_SUBSTITUTES = 2;

/**
 * How a parcel that nobody fills can go on, by what there is at this moment, the likeliest first: with the same thing in another make from where
 * it was ordered, collected at the nearest other stores, or brought. None of them costs the shopper anything. Giving the money back is always possible beside.
 */
export function waysOn(parcel: UnfilledParcel, asked: Asked): WayOn[] {
  if (!parcel.choice) return [];
  const stores = parcel.toPay === 'at-door' ? [] : collected(parcel, parcel.choice, asked);
  const isNear = ({ metres }: WayOn): boolean => metres !== null && metres <= NEAR_METRES;
  return [
    ...substitutes(parcel, parcel.choice, asked),
    ...stores.filter(isNear),
    ...(parcel.toPay === 'at-counter' ? [] : brought(parcel, asked)),
    ...stores.filter((way) => !isNear(way))
  ];
}

function collected(parcel: UnfilledParcel, { fromNodeId }: Choice, { at }: Asked): WayOn[] {
  const from = parcel.position ?? parcel.nodes.find(({ id }) => id === fromNodeId) ?? null;
  const nodes = parcel.nodes.map((node) => ({ ...nodeOf(node, node.queueDepth), isExcluded: parcel.excluded.includes(node.id) }));
  const options = pickupOptions({ lines: parcel.lines, from: from && pointOf(from), nodes, available: availableTo(parcel), rules, at });
  return options.slice(0, MOST_STORES).map(({ nodeId, name: nodeName, metres, promised }): WayOn => {
    const one = { nodeId, nodeName, method: 'pickup' as const, promised, metres: 0, lines: parcel.lines };
    return { ...wayOf(`collect:${nodeId}`, 'collect', [one]), metres, lines: parcel.lines };
  });
}

function brought(parcel: UnfilledParcel, { holidays, at }: Asked): WayOn[] {
  const plan = planElsewhere(parcel, parcel.excluded, { holidays, at });
  if (!plan) return [];
  const parcels = plan.parcels.map((one) => ({ ...one, method: 'ship' as const }));
  return [{ ...wayOf('ship', 'ship', parcels, whyOf(plan)), lines: parcel.lines }];
}

/** Only where one thing is missing, and there is enough of another make: the rest of the parcel still lies there. */
function substitutes(parcel: UnfilledParcel, { fromNodeId, missing }: Choice, { at }: Asked): WayOn[] {
  const [gone, ...more] = missing;
  const node = parcel.nodes.find(({ id }) => id === fromNodeId);
  if (!gone || more.length > 0 || !node || parcel.method !== 'pickup') return [];
  const promised = promise({ service: 'pickup', node: nodeOf(node, node.queueDepth), rules, at });
  const available = availableTo(parcel);
  const isRestThere = parcel.lines.every(
    ({ variantId, quantity }) => variantId === gone.variantId || available(fromNodeId, variantId) >= quantity
  );
  const wanted = parcel.lines.filter(({ variantId }) => variantId === gone.variantId).reduce((sum, { quantity }) => sum + quantity, 0);
  if ('none' in promised || !isRestThere) return [];
  const fits = parcel.siblings.filter((one) => one.insteadOf === gone.variantId && (!one.counted || one.available >= wanted));
  return fits.slice(0, MOST_SUBSTITUTES).map(({ variantId, options, counted }): WayOn => {
    const lines = parcel.lines.map((line) => (line.variantId === gone.variantId ? { ...line, variantId, counted } : line));
    const one = { nodeId: node.id, nodeName: node.name, method: 'pickup' as const, promised, metres: 0, lines };
    return { ...wayOf(`substitute:${variantId}`, 'substitute', [one]), options, lines };
  });
}

function wayOf(id: string, kind: WayOn['kind'], parcels: NewParcel[], why: object = {}): Omit<WayOn, 'lines'> {
  const [first] = parcels;
  const last = parcels.toSorted((a, b) => b.promised.deliverUntil.getTime() - a.promised.deliverUntil.getTime())[0];
  if (!first || !last) throw new Error('a way without parcels');
  const { deliverFrom: from, deliverUntil: until } = last.promised;
  return { id, kind, nodeId: first.nodeId, nodeName: first.nodeName, metres: null, from, until, options: [], to: { parcels, why } };
}

function availableTo({ lines, levels }: ParcelToMove) {
  const counted = new Map(lines.map((line) => [line.variantId, line.counted]));
  const free = new Map(levels.map((level) => [`${level.nodeId}/${level.variantId}`, level.available]));
  return (nodeId: string, variantId: string): number =>
    counted.get(variantId) === false ? Infinity : (free.get(`${nodeId}/${variantId}`) ?? 0);
}

const pointOf = ({ lat, lng }: { lat: number; lng: number }) => ({ lat, lng });
