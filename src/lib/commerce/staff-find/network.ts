import { metresBetween } from '#lib/kernel/geo.ts';
import type { NodeKind } from '../fulfilment/delivery-rules.ts';

/** One place and what lies there of one thing; `kept` is whether the thing has a shelf there at all. */
export type NetworkShelf = {
  id: string;
  name: string;
  kind: NodeKind;
  lat: number;
  lng: number;
  bin: string | null;
  countedAt: Date | null;
  collects: boolean;
  sends: boolean;
  free: number;
  kept: boolean;
};

export type FoundShelf = Omit<NetworkShelf, 'lat' | 'lng'> & { metres: number };

/** Seen from where somebody stands: their own place first, also when it has none, then whoever keeps it, the nearest first. */
export function shelvesFrom(hereId: string, shelves: readonly NetworkShelf[]): { here: FoundShelf | undefined; others: FoundShelf[] } {
  const stand = shelves.find(({ id }) => id === hereId);
  const seen = shelves.map(({ lat, lng, ...shelf }) => ({ ...shelf, metres: stand ? metresBetween(stand, { lat, lng }) : 0 }));
  return {
    here: seen.find(({ id }) => id === hereId),
    others: seen.filter(({ id, kept }) => id !== hereId && kept).toSorted((a, b) => a.metres - b.metres || (a.id < b.id ? -1 : 1))
  };
}

/** How something gets to the customer: out of the door here, collected at another store, or brought home from wherever it lies. */
export type Way = { kind: 'carry' } | { kind: 'collect'; nodeId: string } | { kind: 'send' };

/** `carry`, `send` or `collect:PLACE`, as a form says it; undefined for anything else. */
export function wayIn(text: string): Way | undefined {
  if (text === 'carry' || text === 'send') return { kind: text };
  const [, nodeId] = /^collect:([\w-]{1,64})$/.exec(text) ?? [];
  return nodeId === undefined ? undefined : { kind: 'collect', nodeId };
}

/** As a line of a cart names it: what is carried out is collected here. */
export function pickupNodeOf(way: Way, hereId: string): string | null {
  if (way.kind === 'send') return null;
  return way.kind === 'carry' ? hereId : way.nodeId;
}
