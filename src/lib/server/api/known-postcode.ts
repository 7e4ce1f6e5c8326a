import type { Postcode } from '#db/queries/postcodes.ts';
import { readPlace } from '#lib/commerce/stores/read-places.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '../shop.ts';

/** The place a postcode stands for; known ones are kept in memory. Refuses `unknown-postcode` (detail: what was sent). */
export async function knownPostcode(shop: Shop, typed: string): Promise<Postcode> {
  return (await readPlace(shop, typed)) ?? refuse('unknown-postcode', typed.slice(0, 12));
}
