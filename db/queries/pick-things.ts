import { sql } from 'kysely';
import type { PickedThing } from '#lib/commerce/cart/share-links.ts';
import type { Db } from '../client.ts';

const FOUND = 8;

/** What a shopper may put in, by words that all stand somewhere in its name. */
export async function thingsByWords(db: Db, words: string[], currency: string): Promise<PickedThing[]> {
  if (words.length === 0) return [];
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  const { rows } = await sql<PickedThing>`
    select v.id as "variantId", g.title || coalesce(nullif(', ' || array_to_string(v.options, ', '), ', '), '') as title, p.amount_minor as "priceMinor"
    from variant v join product g on g.id = v.product_id join price p on p.variant_id = v.id and p.price_list = 'shop' and p.currency = ${currency}
    where g.status = 'active' and g.published
      and (g.title || ' ' || array_to_string(v.options, ' ') || ' ' || array_to_string(g.search_words, ' ')) ilike all (${patterns}::text[])
    order by g.rank, g.title, v.position limit ${FOUND}`.execute(db);
  return rows;
}
