import { sql } from 'kysely';
import type { StockLevel } from '#lib/commerce/stock/stock-level.ts';
import type { ShelfItem } from '#lib/commerce/stock/till-sale.ts';
import type { Db, Tx } from '../client.ts';

/** What one place sells, as its till keeps it for when the network is gone; the most important first. */
export async function shelfItems(db: Db, at: { nodeId: string; currency: string; limit: number }): Promise<ShelfItem[]> {
  return db
    .selectFrom('variant as v')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .innerJoin('price as p', (join) =>
      join.onRef('p.variant_id', '=', 'v.id').on('p.price_list', '=', 'shop').on('p.currency', '=', at.currency)
    )
    .leftJoin('stock_level as l', (join) => join.onRef('l.variant_id', '=', 'v.id').on('l.node_id', '=', at.nodeId))
    .select(['v.id as variantId', 'g.title', 'v.options', 'v.sku', 'v.barcode', 'v.tracked', 'p.amount_minor as priceMinor'])
    .select(sql<number>`greatest(0, coalesce(l.available + l.for_counter, 0))`.as('free'))
    .where('g.status', '=', 'active')
    .where((eb) => eb.or([eb('l.node_id', 'is not', null), eb('v.tracked', '=', false)]))
    .orderBy('g.rank')
    .orderBy('v.position')
    .limit(at.limit)
    .execute();
}

export type SettledRow = { orderId: string; number: string; shopMinor: number | null; oversold: number };

/** What became of a sale that a till made; undefined for one that has not arrived. */
export async function settledSale(db: Db | Tx, id: string): Promise<SettledRow | undefined> {
  return db
    .selectFrom('till_sale as s')
    .innerJoin('orders as o', 'o.id', 's.order_id')
    .select(['o.id as orderId', 'o.number', 's.shop_minor as shopMinor', 's.oversold'])
    .where('s.id', '=', id)
    .executeTakeFirst();
}

export type NewTillSale = {
  id: string;
  orderId: string;
  nodeId: string;
  till: string;
  receipt: number;
  soldBy: string;
  madeAt: Date;
  settledBy: string;
  at: Date;
  paidMinor: number;
  shopMinor: number | null;
};

/** Waits for a rival that is at the same sale. @returns false when that one has written it */
export async function claimTillSale(tx: Tx, sale: NewTillSale): Promise<boolean> {
  const { id, till, receipt } = sale;
  const money = { paid_minor: sale.paidMinor, shop_minor: sale.shopMinor, oversold: 0 };
  const told = { sold_by: sale.soldBy, made_at: sale.madeAt, settled_by: sale.settledBy, settled_at: sale.at };
  const inserted = await tx
    .insertInto('till_sale')
    .values({ id, till, receipt, order_id: sale.orderId, node_id: sale.nodeId, ...told, ...money })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function noteOversold(tx: Tx, id: string, oversold: number): Promise<void> {
  await tx.updateTable('till_sale').set({ oversold }).where('id', '=', id).execute();
}

export type PriceDifference = {
  number: string;
  nodeName: string;
  soldBy: string;
  madeAt: Date;
  currency: string;
  paidMinor: number;
  /** Null for what stood in the price list no more when the sale arrived. */
  shopMinor: number | null;
};

/** Sales of tills without a network that were not charged as the price list said, the newest first. */
export async function priceDifferences(db: Db, limit: number): Promise<PriceDifference[]> {
  return db
    .selectFrom('till_sale as s')
    .innerJoin('orders as o', 'o.id', 's.order_id')
    .innerJoin('node as n', 'n.id', 's.node_id')
    .innerJoin('app_user as u', 'u.id', 's.sold_by')
    .select(['o.number', 'n.name as nodeName', 'u.name as soldBy', 's.made_at as madeAt', 'o.currency'])
    .select(['s.paid_minor as paidMinor', 's.shop_minor as shopMinor'])
    .where(sql<boolean>`s.shop_minor is distinct from s.paid_minor`)
    .orderBy('s.made_at', 'desc')
    .orderBy('s.id')
    .limit(limit)
    .execute();
}

export type Shelf = StockLevel & { countedAt: Date | null };

/** Waits for whoever changes this shelf now. */
export async function lockShelf(tx: Tx, at: { nodeId: string; variantId: string }): Promise<Shelf> {
  return tx
    .selectFrom('stock_level')
    .select(['node_id as nodeId', 'variant_id as variantId', 'on_hand as onHand', 'allocated', 'held', 'unavailable', 'available'])
    .select(['short', 'version', 'counted_at as countedAt'])
    .where('variant_id', '=', at.variantId)
    .where('node_id', '=', at.nodeId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

type Left = { nodeId: string; variantId: string; onHand: number; short: number; at: Date };

/** Of a shelf that is locked. */
export async function setShelf(tx: Tx, { nodeId, variantId, onHand, short, at }: Left): Promise<StockLevel> {
  return tx
    .updateTable('stock_level')
    .set((eb) => ({ on_hand: onHand, short, version: eb('version', '+', 1), updated_at: at }))
    .where('variant_id', '=', variantId)
    .where('node_id', '=', nodeId)
    .returning(['node_id as nodeId', 'variant_id as variantId', 'on_hand as onHand', 'allocated', 'held', 'unavailable', 'available'])
    .returning(['short', 'version'])
    .executeTakeFirstOrThrow();
}
