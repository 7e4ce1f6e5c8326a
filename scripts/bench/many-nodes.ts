import { calendarOf, dayNames, type Opening } from '#lib/commerce/fulfilment/calendar.ts';
import type { FulfilmentNode } from '#lib/commerce/fulfilment/node.ts';
import type { Destination } from '#lib/commerce/fulfilment/promise.ts';
import { drawsFrom, type Draw } from '#lib/kernel/draws.ts';
import type { Available, Demand } from '#lib/commerce/fulfilment/sourcing.ts';

export type Network = { nodes: FulfilmentNode[]; available: Available; orders: { lines: Demand[]; destination: Destination }[] };
type Sizes = { nodes: number; variants: number; orders: number; seed: string };

const KINDS = ['warehouse', 'store', 'dark_store'] as const;
const SIZES = ['small', 'small', 'small', 'medium', 'large'] as const;
const STOCKED = 0.4;
const HOURS = ['08:00', '20:00'] as const;
const OPENING: Opening = Object.fromEntries(dayNames.filter((day) => day !== 'sun').map((day) => [day, HOURS]));

/** A made-up network over India and orders from all of it, one to three lines each; the same seed gives the same. */
export function manyNodes({ nodes: count, variants, orders: wanted, seed }: Sizes): Network {
  const random = drawsFrom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const somewhere = () => ({ lat: 8 + random() * 24, lng: 70 + random() * 18 });
  const calendar = calendarOf({ zone: 'Asia/Kolkata', opening: OPENING, closed: [] });
  const nodes = Array.from({ length: count }, (_, at): FulfilmentNode => ({
    id: `node-${at}`,
    name: `Node ${at}`,
    kind: KINDS[at % KINDS.length] ?? 'store',
    country: 'IN',
    place: somewhere(),
    isUp: true,
    calendar,
    cutOffs: { standard: 16 * 60, express: 17 * 60, same_day: 18 * 60, pickup: 18 * 60 },
    processingMinutes: 60,
    capacityPerDay: 100,
    queueDepth: below(90),
    missRate: random() * 0.1
  }));
  const available = shelves(nodes.map(({ id }) => id), variants, { random, below });
  const line = (): Demand => ({ variantId: `v${below(variants)}`, quantity: 1 + below(2), size: SIZES[below(SIZES.length)] ?? 'small' });
  return {
    nodes,
    available,
    orders: Array.from({ length: wanted }, () => ({
      lines: Array.from({ length: 1 + below(3) }, line),
      destination: { place: somewhere(), country: 'IN', calendar }
    }))
  };
}

type Chance = { random: Draw; below: (end: number) => number };

/** In one row of numbers: what is measured is the choice among places, not how fast a map of maps is. */
function shelves(nodeIds: string[], variants: number, { random, below }: Chance): Available {
  const variantIds = Array.from({ length: variants }, (_, at) => `v${at}`);
  const units = new Uint8Array(nodeIds.length * variants);
  for (let at = 0; at < units.length; at += variants) {
    const stocked = variantIds.map((_, variant) => variant).filter(() => random() < STOCKED);
    for (const variant of stocked) units[at + variant] = 1 + below(6);
  }
  const rowOf = new Map(nodeIds.map((id, at) => [id, at * variants]));
  const placeOf = new Map(variantIds.map((id, at) => [id, at]));
  return (nodeId, variantId) => units[(rowOf.get(nodeId) ?? Number.NaN) + (placeOf.get(variantId) ?? Number.NaN)] ?? 0;
}
