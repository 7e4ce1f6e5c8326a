import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { idIn } from './support-orders.ts';

export type GoodsLevel = { nodeId: string; nodeName: string; nodeKind: string; available: number; version: number; changedAt: string };
export type GoodsVariant = {
  id: string;
  sku: string | null;
  options: string[];
  priceMinor: number;
  currency: string;
  counted: boolean;
  levels: GoodsLevel[];
};
export type Goods = {
  id: string;
  handle: string;
  title: string;
  description: string;
  attributes: Record<string, string>;
  version: number;
  variants: GoodsVariant[];
};

/** What is for sale, as whoever asks about it is answered: what it is like, what it costs, and what lies where by which count. */
export async function goodsOf(db: Db, productIds: readonly string[]): Promise<Goods[]> {
  const { rows } = await sql<Goods>`
    select p.id, p.handle, p.title, p.description_html as description, p.attributes, p.version, (
      select coalesce(json_agg(json_build_object('id', v.id, 'sku', v.sku, 'options', v.options, 'priceMinor', c.amount_minor, 'currency', c.currency,
        'counted', v.tracked and not v.sell_beyond_stock, 'levels', (
          select coalesce(json_agg(json_build_object('nodeId', n.id, 'nodeName', n.name, 'nodeKind', n.kind, 'available', greatest(0, l.available),
            'version', l.version, 'changedAt', l.updated_at) order by n.name), '[]')
          from stock_level l join node n on n.id = l.node_id where l.variant_id = v.id)) order by v.position), '[]')
      from variant v join price c on c.variant_id = v.id and c.price_list = 'shop' where v.product_id = p.id) as variants
    from product p where p.id = any (${productIds}::uuid[]) and p.status = 'active' and p.published
    order by array_position(${productIds}::uuid[], p.id)`.execute(db);
  return rows;
}

/** The product of a thing that is called by its SKU, its barcode, its handle, or as it was called where it came from. */
export async function productCalled(db: Db, name: string): Promise<{ productId: string; variantId: string | null } | undefined> {
  const called = sql`(select our_id::uuid from external_ref where external_id = ${name} and type = `;
  const id = idIn(name);
  const { rows } = await sql<{ productId: string; variantId: string | null }>`
    select product_id as "productId", id as "variantId" from variant
      where sku = ${name} or barcode = ${name} or id = ${id}::uuid or id in ${called} 'variant')
    union all
    select id, null from product where handle = ${name} or id = ${id}::uuid or id in ${called} 'product')
    limit 1`.execute(db);
  return rows[0];
}
