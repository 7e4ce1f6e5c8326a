import { departmentTiles, facets, shelves, type DepartmentTile, type Facets, type Shelf } from '#db/queries/catalog-facets.ts';
import type { ListingAsked } from '#db/queries/catalog-listing.ts';
import type { Shop } from '#lib/server/shop.ts';
import { BAND_EDGES, FACET_SAMPLE } from './listing-query.ts';

type Reader = Pick<Shop, 'db' | 'now'>;
type Kept = { at: number; value: Promise<unknown> };

/** Counts beside filters and the tree of shelves may be this old: they help to choose, nobody buys by them. */
const FACETS_MS = 10_000;
const SHELVES_MS = 30_000;
const MOST_KEPT = 500;

// A cache only, by database.
const kept = new WeakMap<object, Map<string, Kept>>();

/** How many things each filter would leave. `nodeIds` are the stores to count for, the nearest few. */
export async function readFacets(shop: Reader, asked: ListingAsked, nodeIds: string[]): Promise<Facets> {
  const key = JSON.stringify([{ ...asked, sort: undefined, literal: undefined, search: undefined, page: undefined }, nodeIds]);
  return once(shop, { key, for: FACETS_MS }, () => facets(shop.db, asked, { sample: FACET_SAMPLE, bandEdges: BAND_EDGES, nodeIds }));
}

/** Departments and shelves with how much is on them, the best ranked first. */
export async function readShelves(shop: Reader): Promise<Shelf[]> {
  return once(shop, { key: 'shelves', for: SHELVES_MS }, () => shelves(shop.db));
}

/** The departments with a picture each, for the front page. */
export async function readDepartments(shop: Reader): Promise<DepartmentTile[]> {
  return once(shop, { key: 'departments', for: SHELVES_MS }, () => departmentTiles(shop.db));
}

/** After the catalogue was changed by hand; tests that do so call it. */
export function forgetFacets({ db }: Pick<Shop, 'db'>): void {
  kept.delete(db);
}

async function once<T>({ db, now }: Reader, ask: { key: string; for: number }, read: () => Promise<T>): Promise<T> {
  const values = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, values);
  const at = now().getTime();
  const known = values.get(ask.key);
  if (known && at >= known.at && at - known.at < ask.for) return known.value as Promise<T>;
  if (values.size >= MOST_KEPT) values.clear();
  const value = read();
  values.set(ask.key, { at, value });
  // Whoever waits hears of the trouble; the next one tries again.
  value.catch(() => values.delete(ask.key));
  return value;
}
