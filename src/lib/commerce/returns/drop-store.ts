import { metresBetween } from '#lib/kernel/geo.ts';

/** A store that takes things back: what it has of them for sale, what it sold in four weeks, and where the shopper lives, if that is known. */
export type DropStore = {
  nodeId: string;
  name: string;
  address: string;
  lat: number;
  lng: number;
  doorLat: number | null;
  doorLng: number | null;
  available: number;
  sold: number;
};
export type RankedStore = { nodeId: string; name: string; address: string; metres: number | null; isNeeded: boolean };

/** One goes so far to give something back; farther ones are offered only when there is none nearer. */
const NEAR_METRES = 30_000;
const MOST = 3;
const DAYS = 28;
/** What sells nothing is not waited for, whatever it lacks. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * The nearest stores, first of them the one that sells out of it soonest at the pace of the last four weeks (N9): there the unit is bought
 * again first. It is marked only when it differs from the others in that.
 */
export function rankDropStores(stores: readonly DropStore[]): RankedStore[] {
  const ranked = stores.map((store) => ({ ...store, metres: wayTo(store), cover: coverOf(store) }));
  const byWay = ranked.toSorted((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || (a.nodeId < b.nodeId ? -1 : 1));
  const near = byWay.filter(({ metres }) => metres !== null && metres <= NEAR_METRES);
  const shown = (near.length > 0 ? near : byWay).slice(0, MOST);
  const soonest = Math.min(...shown.map(({ cover }) => cover));
  const needed = shown.find(({ cover }) => cover === soonest && cover < NEVER);
  const order = needed ? [needed, ...shown.filter((store) => store !== needed)] : shown;
  return order.map((store) => {
    const { nodeId, name, address, metres } = store;
    return { nodeId, name, address, metres, isNeeded: store === needed };
  });
}

const wayTo = ({ lat, lng, doorLat, doorLng }: DropStore): number | null =>
  doorLat === null || doorLng === null ? null : metresBetween({ lat, lng }, { lat: doorLat, lng: doorLng });

/** Days that what is there will last. */
const coverOf = ({ available, sold }: DropStore): number => (sold <= 0 ? NEVER : (available * DAYS) / sold);
