import { sql } from 'kysely';
import type { Extent } from '#lib/commerce/catalog/export/product-csv.ts';
import type { ShelfRow } from '#lib/commerce/catalog/export/inventory-csv.ts';
import type { ProductColumn } from '#lib/commerce/catalog/import/product-columns.ts';
import type { Db, Tx } from '../client.ts';

/** Which columns some product or variant needs beyond those of every file. */
export async function catalogExtent(db: Db | Tx): Promise<Extent> {
  const { rows } = await sql<{ attributes: string[]; lists: string[]; filled: ProductColumn[] }>`
    select
      array(select distinct key from (
        select jsonb_object_keys(attributes) as key from product union all select jsonb_object_keys(attributes) from variant) k
        order by key) as attributes,
      array(select distinct price_list from price where price_list <> 'shop' order by 1) as lists,
      array_remove(array[
        case when exists (select from product where subtitle <> '') then 'subtitle' end,
        case when exists (select from product where cardinality(search_words) > 0) then 'searchWords' end,
        case when exists (select from product where size_class <> 'small') then 'sizeClass' end], null) as filled`.execute(db);
  return rows[0] ?? { attributes: [], lists: [], filled: [] };
}

/** On hand at one node, of these variants. */
export async function quantitiesAt(db: Db | Tx, nodeId: string, variantIds: string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('stock_level')
    .select(['variant_id as variantId', 'on_hand as onHand'])
    .where('node_id', '=', nodeId)
    .where('variant_id', '=', sql<string>`any (${variantIds}::uuid[])`)
    .execute();
  return new Map(rows.map(({ variantId, onHand }) => [variantId, onHand]));
}

const SOME = 1_000;

/** All shelves of products with a handle beyond `after`, a thousand products at a time. */
export async function* allShelves(db: Db | Tx): AsyncGenerator<ShelfRow[]> {
  for (let after = ''; ;) {
    const handles = await db.selectFrom('product').select('handle').where('handle', '>', after).orderBy('handle').limit(SOME).execute();
    const last = handles.at(-1);
    if (!last) return;
    yield await shelvesBetween(db, after, last.handle);
    after = last.handle;
  }
}

async function shelvesBetween(db: Db | Tx, after: string, last: string): Promise<ShelfRow[]> {
  return db
    .selectFrom('product as p')
    .innerJoin('variant as v', 'v.product_id', 'p.id')
    .innerJoin('stock_level as l', 'l.variant_id', 'v.id')
    .innerJoin('node as n', 'n.id', 'l.node_id')
    .select([
      'p.handle',
      'p.title',
      'p.option_names as optionNames',
      'v.options',
      'v.sku',
      'n.name as location',
      'l.bin',
      'l.unavailable',
      'l.on_hand as onHand',
      sql<string>`coalesce(v.attributes ->> 'HS Code', '')`.as('hsCode'),
      sql<string>`coalesce(v.attributes ->> 'COO', '')`.as('origin'),
      sql<number>`l.allocated + l.held`.as('committed'),
      sql<number>`greatest(0, l.available)`.as('available')
    ])
    .where('p.handle', '>', after)
    .where('p.handle', '<=', last)
    .orderBy('p.handle')
    .orderBy('v.position')
    .orderBy('n.id')
    .execute();
}
