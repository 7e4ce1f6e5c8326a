import { countUnplaced } from '#db/queries/unplaced-postcodes.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from './market.ts';
import { readPostcode } from './postcode.ts';

/** A shopper was told that we do not know their postcode: the office sees which, and how often. What cannot be one is not counted. */
export async function noteUnplacedPostcode(shop: Shop, { typed }: { typed: string }): Promise<void> {
  const code = readPostcode(typed, MARKET.country);
  if (code !== undefined) await countUnplaced(shop.db, { country: MARKET.country, code, at: shop.now() });
}
