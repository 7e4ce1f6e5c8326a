import { deliveryServices, type DeliveryRules, type DeliveryService, type SizeClass } from '../fulfilment/delivery-rules.ts';
import { bestCover } from '../fulfilment/best-covers.ts';
import { ruledBy } from '../fulfilment/rules/sourcing-rule.ts';
import { unitsFree } from '../fulfilment/sourcing.ts';
import { trustedUnits } from '../fulfilment/trusted-units.ts';
import { deliveryFee, leastFee } from '../fulfilment/zones.ts';
import type { Doors, NodeWays, PromiseTable, Window } from './promise-table.ts';

/** One dated way to the door; money in minor units. */
export type Bring = Window & { service: DeliveryService; costMinor: number };
export type Collect = Window & { nodeId: string };
export type DeadReason = 'sold-out' | 'no-store-has-it' | 'not-there' | 'not-shown' | 'unknown-postcode' | 'no-service';
export type Dead = { dead: DeadReason };

/** A store, as far as this variant is concerned. */
export type StoreStock = Doors & { nodeId: string; name: string; metres: number | null; available: number; onShow: boolean };

/** How one variant can reach one shopper now. A way that is closed says why. */
export type Board = {
  bring: Bring | Dead;
  /** Other services that are there sooner, the soonest first. */
  faster: Bring[];
  collect: Collect | Dead;
  see: { nodeId: string } | Dead;
  /** Every store, nearest first; what the ways speak of is here. */
  stores: StoreStock[];
};

export type BoardAsked = {
  table: PromiseTable;
  variant: { minor: number; counted: boolean; size: SizeClass };
  levels: readonly { nodeId: string; available: number }[];
  /** Where pieces stand to be looked at. */
  shownAt: readonly string[];
  /** Milliseconds since each place counted it; a place left out never did. */
  ages?: Readonly<Record<string, number>>;
  currency: string;
  rules: DeliveryRules;
  /** The store the shopper chose to collect at. */
  store?: string | undefined;
};

/** Holds stock against what each node can promise. One piece comes from where an order of it would be sent from. */
export function promiseBoard(asked: BoardAsked): Board {
  // What probably lies there, as a basket is sourced; where that leaves nobody who brings it, the books are believed.
  const trusted = { ...asked, levels: trustedLevels(asked) };
  const stores = asked.table.ways.filter(({ kind }) => kind === 'store').map((way) => storeStock(way, trusted));
  const sure = deliveryServices.flatMap((service) => bringBy(service, trusted) ?? []);
  const ways = sure.length > 0 ? sure : deliveryServices.flatMap((service) => bringBy(service, asked) ?? []);
  const [cheapest, ...others] = ways.toSorted((a, b) => a.costMinor - b.costMinor || compare(a.until, b.until));
  return {
    bring: cheapest ?? { dead: whyNotBrought(asked) },
    faster: worthIt(others.filter(({ until }) => cheapest && until < cheapest.until)),
    collect: collectAt(stores, asked),
    see: seeAt(stores),
    stores
  };
}

/** The soonest first; what is later costs less, or it is not there. */
function worthIt(ways: Bring[]): Bring[] {
  const soonest = ways.toSorted((a, b) => compare(a.until, b.until) || a.costMinor - b.costMinor);
  return soonest.filter(({ costMinor }, place) => soonest.slice(0, place).every((sooner) => costMinor < sooner.costMinor));
}

export const isDead = (way: object): way is Dead => 'dead' in way;

function bringBy(service: DeliveryService, { table, variant, levels, currency, rules }: BoardAsked): Bring | undefined {
  const { minor: goods, size } = variant;
  const scale = { weights: rules.sourcing.weights, at: 0, feeMinor: leastFee(rules, currency) ?? 1 };
  const ask = ruledBy(table.ruled.set, { ...table.ruled, service, units: 1, valueMinor: goods, sizeClass: size });
  const able = table.ways.flatMap(({ nodeId: id, metres, delivery, load, misses, facts }) => {
    const window = delivery[service];
    const has = unitsFree(freeAt(id, variant, levels));
    const fee = window && deliveryFee(rules, { service, zone: window.zone, size, currency, goods: 0 });
    const ruled = facts && ask?.(facts);
    if (!window || fee === undefined || metres === null || has === 0 || ruled?.isOut) return [];
    return [
      { id, metres, has: [has], costs: [fee], arrivesAt: Date.parse(window.until), load, misses, points: ruled?.points ?? 0, window }
    ];
  });
  const [chosen] = bestCover(able, { wanted: [1], maxParcels: 1, maySplitLine: true, scale })?.cover.chosen ?? [];
  const costMinor = chosen && deliveryFee(rules, { service, zone: chosen.window.zone, size, currency, goods });
  if (!chosen || costMinor === undefined) return undefined;
  const { from, until, orderBy } = chosen.window;
  return { from, until, orderBy, service, costMinor };
}

function whyNotBrought({ table, variant, levels }: BoardAsked): DeadReason {
  if (variant.counted && !levels.some(({ available }) => available > 0)) return 'sold-out';
  return table.isPlaceKnown ? 'no-service' : 'unknown-postcode';
}

function collectAt(stores: StoreStock[], { table, store }: BoardAsked): Collect | Dead {
  const open = (one: StoreStock): Collect[] => {
    const window = table.ways.find(({ nodeId }) => nodeId === one.nodeId)?.collect;
    return one.available > 0 && window ? [{ ...window, nodeId: one.nodeId }] : [];
  };
  const chosen = stores.find(({ nodeId }) => nodeId === store);
  if (chosen) return open(chosen)[0] ?? { dead: 'not-there' };
  return stores.flatMap(open)[0] ?? { dead: 'no-store-has-it' };
}

function seeAt(stores: StoreStock[]): { nodeId: string } | Dead {
  const shown = stores.find(({ onShow }) => onShow);
  return shown ? { nodeId: shown.nodeId } : { dead: 'not-shown' };
}

function trustedLevels({ table, levels, ages = {} }: BoardAsked): BoardAsked['levels'] {
  const missed = new Map(table.ways.filter(({ misses }) => misses > 0).map((way) => [way.nodeId, way]));
  if (missed.size === 0) return levels;
  return levels.map(({ nodeId, available }) => {
    const { kind = 'warehouse', misses = 0 } = missed.get(nodeId) ?? {};
    return { nodeId, available: trustedUnits({ available, kind, missRate: misses, age: ages[nodeId] ?? null }) };
  });
}

function storeStock(way: NodeWays, { variant, levels, shownAt }: BoardAsked): StoreStock {
  const { nodeId, name, metres, doors } = way;
  return { nodeId, name, metres, ...doors, available: freeAt(nodeId, variant, levels), onShow: shownAt.includes(nodeId) };
}

function freeAt(nodeId: string, { counted }: BoardAsked['variant'], levels: BoardAsked['levels']): number {
  return counted ? Math.max(0, levels.find((level) => level.nodeId === nodeId)?.available ?? 0) : Infinity;
}

// ISO instants of one form sort as text.
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
