import { stockSnapshots } from '#db/queries/live-stock.ts';
import { bins, countedAt, places, type Place } from '#db/queries/shelf.ts';
import type { NearPlace } from '#lib/commerce/stock/shelves.ts';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import { metresBetween } from '#lib/kernel/geo.ts';

/** What a staff page needs to say where things lie, and to keep it true while it is open. `at` is when all of it was read. */
export type ShelfFacts = {
  at: Date;
  here: { id: string; name: string; zone: string };
  places: NearPlace[];
  stock: StockSnapshot[];
  bins: Record<string, string>;
  /** When somebody last counted it here; null: nobody ever did. */
  counted: Record<string, Date | null>;
};

export async function shelvesFor(shop: App.Locals['shop'], nodeId: string, variantIds: string[]): Promise<ShelfFacts> {
  const at = shop.now();
  const all = await places(shop.db);
  const here = all.find(({ id }) => id === nodeId);
  if (!here) throw new Error(`nobody can stand at ${nodeId}: there is no such place`);
  return {
    at,
    here: { id: here.id, name: here.name, zone: here.timeZone },
    places: nearestFirst(all, here),
    stock: await stockSnapshots(shop.db, variantIds),
    bins: await bins(shop.db, nodeId, variantIds),
    counted: await countedAt(shop.db, nodeId, variantIds)
  };
}

function nearestFirst(all: Place[], here: Place): NearPlace[] {
  return all
    .map((place) => ({ id: place.id, name: place.name, metres: metresBetween(here, place) }))
    .toSorted((a, b) => a.metres - b.metres);
}
