import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** What of a variant lies free at one node. `countedAt` is when somebody last looked. */
type AvailableLevel = {
  nodeId: string;
  available: number;
  onHand: number;
  version: number;
  changedAt: string;
  countedAt: string | null;
};

/** A variant that is for sale: its price and what lies where. `counted` is false for what is sold whatever the shelf says. */
export type Availability = {
  variantId: string;
  sku: string | null;
  counted: boolean;
  sizeClass: 'small' | 'medium' | 'large';
  priceMinor: number;
  currency: string;
  /** What the versions of shelves that were given up add to that of its stock. */
  stockFloor: number;
  levels: AvailableLevel[];
};

/** In one statement; those that are not for sale are missing. */
export async function availabilityOf(db: Db, variantIds: string[]): Promise<Availability[]> {
  const { rows } = await sql<Availability>`
    select v.id as "variantId", v.sku, v.tracked and not v.sell_beyond_stock as counted, p.size_class as "sizeClass",
      pr.amount_minor as "priceMinor", pr.currency, v.stock_floor as "stockFloor",
      coalesce((select json_agg(json_build_object('nodeId', l.node_id, 'available', greatest(0, l.available), 'onHand', l.on_hand,
          'version', l.version, 'changedAt', l.updated_at, 'countedAt', l.counted_at) order by l.node_id)
        from stock_level l where l.variant_id = v.id), '[]') as levels
    from variant v
      join product p on p.id = v.product_id and p.status = 'active' and p.published
      join price pr on pr.variant_id = v.id and pr.price_list = 'shop'
    where v.id = any (${variantIds}::uuid[]) order by v.id`.execute(db);
  return rows;
}
