import { sql } from 'kysely';
import type { PresentLevel, PresentVariant } from '#lib/commerce/catalog/import/plan-inventory.ts';
import type { PresentShelf } from '#lib/commerce/catalog/import/plan-products.ts';
import type { StockLevel } from '#lib/commerce/stock/stock-level.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

export type Shelf = { variantId: string; nodeId: string };

/** What lies at one node of all variants of these products, and how much of it is spoken for. It stays locked until the end. */
export async function shelvesAt(tx: Tx, nodeId: string, productIds: string[]): Promise<Map<string, PresentShelf>> {
  const rows = await tx
    .selectFrom('stock_level as l')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .select(['l.variant_id as variantId', 'l.on_hand as onHand', sql<number>`l.allocated + l.held + l.unavailable`.as('promised')])
    .where('l.node_id', '=', nodeId)
    .where('v.product_id', '=', sql<string>`any (${productIds}::uuid[])`)
    .orderBy('l.variant_id')
    .forUpdate('l')
    .execute();
  return new Map(rows.map(({ variantId, ...shelf }) => [variantId, shelf]));
}

/** The variants of these products with all their shelves, by handle. The shelves stay locked until the end. */
export async function stockByHandle(tx: Tx, handles: string[]): Promise<Map<string, PresentVariant[]>> {
  const variants = await tx
    .selectFrom('variant as v')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .select(['p.handle', 'v.id', 'v.options', 'v.sku', 'v.attributes'])
    .where('p.handle', '=', sql<string>`any (${handles}::text[])`)
    .orderBy('v.position')
    .execute();
  const levels = await lockedLevels(
    tx,
    variants.map(({ id }) => id)
  );
  const byVariant = Map.groupBy(levels, ({ variantId }) => variantId);
  const present = variants.map(({ handle, ...variant }) => ({
    handle,
    variant: {
      ...variant,
      levels: new Map((byVariant.get(variant.id) ?? []).map(({ nodeId, variantId: _variant, ...level }) => [nodeId, level]))
    }
  }));
  return new Map([...Map.groupBy(present, ({ handle }) => handle)].map(([handle, all]) => [handle, all.map(({ variant }) => variant)]));
}

type LevelOfVariant = PresentLevel & { variantId: string; nodeId: string };

/** A shelf that was ever held or told of keeps its row: history points at it. */
async function lockedLevels(tx: Tx, variantIds: string[]): Promise<LevelOfVariant[]> {
  const { rows } = await sql<LevelOfVariant>`
    select variant_id as "variantId", node_id as "nodeId", on_hand as "onHand", allocated, held, unavailable, bin,
      not exists (select from hold h where h.variant_id = l.variant_id and h.node_id = l.node_id)
        and not exists (select from event e where e.topic = 'stock:' || l.node_id || '/' || l.variant_id) as removable
    from stock_level l where variant_id = any (${variantIds}::uuid[]) order by variant_id, node_id for update`.execute(tx);
  return rows;
}

export type CountedShelf = Shelf & { onHand: number; bin?: string | null };
export type Counted = { before: Pick<StockLevel, 'onHand' | 'short'>; now: StockLevel };

const BIN_STAYS = '\u0001';

/**
 * Sets what lies on these shelves, opening those that are new, in the order everybody locks them.
 * @returns each shelf before and after
 */
async function setShelves(tx: Tx, shelves: CountedShelf[], at: Date): Promise<Counted[]> {
  if (shelves.length === 0) return [];
  const wanted = JSON.stringify(shelves.map(({ variantId, nodeId, onHand, bin = BIN_STAYS }) => ({ variantId, nodeId, onHand, bin })));
  const list = sql`jsonb_to_recordset(${wanted}::jsonb) as w ("variantId" uuid, "nodeId" text, "onHand" int, bin text)`;
  await sql`
    insert into stock_level (variant_id, node_id) select "variantId", "nodeId" from ${list} order by 1, 2 on conflict do nothing`.execute(
    tx
  );
  const { rows } = await sql<StockLevel & { hadOnHand: number; hadShort: number }>`
    with was as materialized (
      select l.variant_id, l.node_id, l.on_hand, l.short, w."onHand" as wanted, w.bin as wanted_bin
      from stock_level l join ${list} on w."variantId" = l.variant_id and w."nodeId" = l.node_id
      order by l.variant_id, l.node_id for update of l)
    update stock_level l set on_hand = was.wanted, short = greatest(0, l.allocated + l.held + l.unavailable - was.wanted),
      bin = case when was.wanted_bin = ${BIN_STAYS} then l.bin else was.wanted_bin end,
      counted_at = ${at}, updated_at = ${at}, version = l.version + 1
    from was where l.variant_id = was.variant_id and l.node_id = was.node_id
    returning l.node_id as "nodeId", l.variant_id as "variantId", l.on_hand as "onHand", l.allocated, l.held, l.unavailable, l.available,
      l.short, l.version, was.on_hand as "hadOnHand", was.short as "hadShort"`.execute(tx);
  return rows.map(({ hadOnHand, hadShort, ...now }) => ({ before: { onHand: hadOnHand, short: hadShort }, now }));
}

export async function removeShelves(tx: Tx, shelves: Shelf[]): Promise<void> {
  if (shelves.length === 0) return;
  await sql`
    delete from stock_level l using jsonb_to_recordset(${JSON.stringify(shelves)}::jsonb) as w ("variantId" uuid, "nodeId" text)
    where l.variant_id = w."variantId" and l.node_id = w."nodeId" and l.on_hand + l.held + l.allocated = 0`.execute(tx);
}

export type Counting = { importId: string; reason: string; actor: Actor; at: Date; newId: () => string };

/** Counts shelves and writes down, with the import as its reason, every change of what lies there. */
export async function countShelves(tx: Tx, shelves: CountedShelf[], counting: Counting): Promise<Counted[]> {
  const counted = await setShelves(tx, shelves, counting.at);
  const moved = counted
    .map(({ before, now }) => ({
      id: counting.newId(),
      variantId: now.variantId,
      nodeId: now.nodeId,
      quantity: now.onHand - before.onHand
    }))
    .filter(({ quantity }) => quantity !== 0);
  if (moved.length === 0) return counted;
  const { channel: _, ...actor } = counting.actor;
  await sql`
    insert into stock_movement (id, variant_id, node_id, kind, quantity, reason, import_id, actor, at)
    select id, "variantId", "nodeId", 'counted', quantity, ${counting.reason}, ${counting.importId}, ${JSON.stringify(actor)}::jsonb, ${counting.at}
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, "variantId" uuid, "nodeId" text, quantity int)`.execute(tx);
  return counted;
}

/** Numbers of the orders whose goods are promised from these shelves. */
export async function ordersPromisedFrom(db: Db | Tx, shelves: Shelf[]): Promise<(Shelf & { number: string })[]> {
  if (shelves.length === 0) return [];
  const { rows } = await sql<Shelf & { number: string }>`
    select distinct a.variant_id as "variantId", a.node_id as "nodeId", o.number
    from allocation a
      join jsonb_to_recordset(${JSON.stringify(shelves)}::jsonb) as w ("variantId" uuid, "nodeId" text)
        on a.variant_id = w."variantId" and a.node_id = w."nodeId"
      join fulfilment_line f on f.id = a.fulfilment_line_id
      join order_line l on l.id = f.order_line_id
      join orders o on o.id = l.order_id
    where a.state = 'open' order by o.number`.execute(db);
  return rows;
}
