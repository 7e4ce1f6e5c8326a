import { sql, type RawBuilder } from 'kysely';
import type { ProductRow } from '#lib/commerce/catalog/shop-product.ts';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import type { Db } from '../client.ts';

/** What changes from hour to hour, read for every page. `version` of the stock is the sum over its levels, with those that were given up. */
export type VariantNow = {
  id: string;
  minor: number | null;
  wasMinor: number | null;
  stock: StockSnapshot | undefined;
  /** Where pieces stand to be looked at, whether they are for sale or not. */
  shownAt: string[];
  /** When each place last counted it; null: never. */
  countedAt: Record<string, string | null>;
};

export type ProductNow = { id: string; stamp: string; currency: string; variants: VariantNow[] };

/** Changes with everything of a product that its page caches. */
export const stampOf = (alias: string): RawBuilder<string> => sql<string>`product_stamp(${sql.ref(alias)})`;

/** As PostgreSQL writes it. */
export type Now = {
  id: string;
  stamp: string;
  variants: (Omit<VariantNow, 'stock'> & { currency: string; stockFloor: number; levels: Level[] | null })[] | null;
};
type Level = { node: string; free: number; onHand: number; version: number; at: string; countedAt: string | null };

/** Price and stock of every variant, in one statement. Undefined when it is not for sale. */
export async function productNow(db: Db, handle: string): Promise<ProductNow | undefined> {
  const { rows } = await sql<Now>`
    select p.id, ${stampOf('p')} as stamp, (
      select json_agg(json_build_object('id', v.id, 'minor', pr.amount_minor, 'wasMinor', pr.compare_at_minor, 'currency', pr.currency,
        'stockFloor', v.stock_floor, 'levels', (
        select json_agg(json_build_object('node', l.node_id, 'free', greatest(0, l.available), 'onHand', l.on_hand, 'version', l.version, 'at', l.updated_at,
          'countedAt', l.counted_at) order by l.node_id)
        from stock_level l where l.variant_id = v.id)) order by v.position)
      from variant v join price pr on pr.variant_id = v.id and pr.price_list = 'shop' where v.product_id = p.id) as variants
    from product p where p.handle = ${handle} and p.status = 'active' and p.published`.execute(db);
  return rows[0] && nowOf(rows[0]);
}

export function nowOf({ id, stamp, variants }: Now): ProductNow | undefined {
  if (!variants) return undefined;
  return {
    id,
    stamp,
    currency: variants[0]?.currency ?? '',
    variants: variants.map(({ id: variantId, minor, wasMinor, stockFloor, levels }) => ({
      id: variantId,
      minor,
      wasMinor,
      ...stockOf(variantId, stockFloor, levels ?? [])
    }))
  };
}

function stockOf(variantId: string, stockFloor: number, levels: Level[]): Omit<VariantNow, 'id' | 'minor' | 'wasMinor'> {
  const shownAt = levels.filter(({ onHand }) => onHand > 0).map(({ node }) => node);
  const counted = Object.fromEntries(levels.map(({ node, countedAt }) => [node, countedAt]));
  if (levels.length === 0) return { stock: undefined, shownAt, countedAt: counted };
  const latest = Math.max(...levels.map(({ at }) => Date.parse(at)));
  const stock = {
    variantId,
    version: levels.reduce((sum, { version }) => sum + version, stockFloor),
    available: levels.reduce((sum, { free }) => sum + free, 0),
    nodes: levels.map(({ node, free }) => ({ nodeId: node, available: free })),
    at: new Date(latest).toISOString()
  };
  return { stock, shownAt, countedAt: counted };
}

/** Everything that is cached of these products. Those that are no longer for sale are missing. */
export async function productsByIds(db: Db, ids: string[]): Promise<ProductRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ProductRow>`
    select p.id, ${stampOf('p')} as stamp, p.handle, p.title, p.subtitle, p.description_html as "descriptionHtml", p.vendor,
      p.size_class as "sizeClass", p.option_names as "optionNames", look_option(p.option_names) as "lookOption", p.attributes,
      g.department, g.department_name as "departmentName", g.shelf, g.shelf_name as "shelfName",
      (select json_agg(json_build_object('id', v.id, 'options', v.options, 'sku', v.sku, 'barcode', v.barcode, 'imageSrc', v.image_src,
          'counted', v.tracked and not v.sell_beyond_stock, 'requiresShipping', v.requires_shipping) order by v.position)
        from variant v join price pr on pr.variant_id = v.id and pr.price_list = 'shop' where v.product_id = p.id) as variants,
      coalesce((select json_agg(json_build_object('src', i.src, 'alt', i.alt, 'width', i.width, 'height', i.height) order by i.position)
        from product_image i where i.product_id = p.id), '[]') as images
    from product p join listing g on g.product_id = p.id where p.id = any (${ids}::uuid[])`.execute(db);
  return rows;
}

/** The handle of the product that has this SKU or barcode, for who types or scans a code. */
export async function handleByCode(db: Db, code: string): Promise<{ handle: string; variantId: string } | undefined> {
  return db
    .selectFrom('variant as v')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .innerJoin('listing as g', 'g.product_id', 'p.id')
    .select(['p.handle', 'v.id as variantId'])
    .where((eb) => eb.or([eb('v.sku', '=', code.toUpperCase()), eb('v.barcode', '=', code)]))
    .limit(1)
    .executeTakeFirst();
}

export type CardStock = { productId: string; nodeId: string; available: number };

/** What of each product lies free at each node, all its variants together. For the few products of one page only. */
export async function stockOfProducts(db: Db, ids: string[]): Promise<CardStock[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<CardStock>`
    select v.product_id as "productId", l.node_id as "nodeId", sum(l.available)::int as available
    from variant v join stock_level l on l.variant_id = v.id
    where v.product_id = any (${ids}::uuid[]) and l.available > 0 group by 1, 2`.execute(db);
  return rows;
}
