import type { StockSnapshot } from './stock.ts';

/** A place that keeps goods, seen from where somebody stands. */
export type NearPlace = { id: string; name: string; metres: number };
export type Shelves = { here: number; elsewhere: (NearPlace & { free: number })[]; others: number };

/** What is free here, who else has some, and how many there are elsewhere in all. `places` come nearest first and stay so. */
export function shelvesOf(stock: StockSnapshot | undefined, places: readonly NearPlace[], hereId: string): Shelves {
  const free = new Map(stock?.nodes.map(({ nodeId, available }) => [nodeId, available]));
  const elsewhere = places
    .filter(({ id }) => id !== hereId)
    .map((place) => ({ ...place, free: free.get(place.id) ?? 0 }))
    .filter((place) => place.free > 0);
  return { here: free.get(hereId) ?? 0, elsewhere, others: elsewhere.reduce((sum, place) => sum + place.free, 0) };
}
