import { sql } from 'kysely';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db } from '../client.ts';
import type { MovementKind } from '../schema/stock.ts';

export type Place = { id: string; name: string; timeZone: string; lat: number; lng: number };

export async function places(db: Db): Promise<Place[]> {
  return db.selectFrom('node').select(['id', 'name', 'time_zone as timeZone', 'lat', 'lng']).orderBy('id').execute();
}

export async function findPlace(db: Db, nodeId: string): Promise<{ name: string; timeZone: string } | undefined> {
  return db.selectFrom('node').select(['name', 'time_zone as timeZone']).where('id', '=', nodeId).executeTakeFirst();
}

/** Where on the shelves of one place things lie, by variant; what has no marked bin is left out. */
export async function bins(db: Db, nodeId: string, variantIds: string[]): Promise<Record<string, string>> {
  if (variantIds.length === 0) return {};
  const rows = await db
    .selectFrom('stock_level')
    .select(['variant_id', 'bin'])
    .where('node_id', '=', nodeId)
    .where('variant_id', 'in', variantIds)
    .execute();
  return Object.fromEntries(rows.flatMap(({ variant_id, bin }) => (bin === null ? [] : [[variant_id, bin]])));
}

/** When things were last counted at one place, by variant; null where they never were, and nothing of what is not kept there. */
export async function countedAt(db: Db, nodeId: string, variantIds: string[]): Promise<Record<string, Date | null>> {
  if (variantIds.length === 0) return {};
  const rows = await db
    .selectFrom('stock_level')
    .select(['variant_id', 'counted_at'])
    .where('node_id', '=', nodeId)
    .where('variant_id', 'in', variantIds)
    .execute();
  return Object.fromEntries(rows.map(({ variant_id, counted_at }) => [variant_id, counted_at]));
}

/** What lies at one place; `free` is what nobody else was promised. */
export type ShelfLevel = {
  variantId: string;
  nodeId: string;
  nodeName: string;
  onHand: number;
  /** Bound to orders, or held for someone who is checking out. */
  promised: number;
  unavailable: number;
  /** Promised to nobody from afar; so many of them may be sold at the counter. */
  keptBack: number;
  forCounter: number;
  free: number;
  short: number;
  bin: string | null;
  countedAt: Date | null;
};

/** Every place that keeps it, the fullest first. */
export async function shelfLevels(db: Db, variantId: string): Promise<ShelfLevel[]> {
  return db
    .selectFrom('stock_level as l')
    .innerJoin('node as n', 'n.id', 'l.node_id')
    .select(['l.variant_id as variantId', 'l.node_id as nodeId', 'n.name as nodeName', 'l.on_hand as onHand', 'l.unavailable'])
    .select(['l.short', 'l.bin', 'l.counted_at as countedAt', 'l.safety as keptBack', 'l.for_counter as forCounter'])
    .select(sql<number>`l.allocated + l.held`.as('promised'))
    .select(sql<number>`greatest(0, l.available)`.as('free'))
    .where('l.variant_id', '=', variantId)
    .orderBy('free', 'desc')
    .orderBy('nodeName')
    .execute();
}

export type ShelfMovement = { id: string; kind: MovementKind; quantity: number; reason: string; by: string; at: Date };

/** What happened on one shelf last, with who did it. */
export async function shelfMovements(db: Db, at: { nodeId: string; variantId: string }, limit: number): Promise<ShelfMovement[]> {
  const rows = await db
    .selectFrom('stock_movement')
    .select(['id', 'kind', 'quantity', 'reason', 'actor', 'at'])
    .where('variant_id', '=', at.variantId)
    .where('node_id', '=', at.nodeId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ actor, ...row }) => ({ ...row, by: whoIs(actor as Partial<Actor>) }));
}

function whoIs(actor: Partial<Actor>): string {
  return 'name' in actor && actor.name ? actor.name : (actor.role ?? 'system');
}

export type ShelfShortage = { variantId: string; title: string; options: string[]; nodeId: string; nodeName: string; short: number };

/** Where more is promised than is there, the worst first; of one place or of all. */
export async function shortages(db: Db, nodeId?: string): Promise<ShelfShortage[]> {
  return db
    .selectFrom('stock_level as l')
    .innerJoin('node as n', 'n.id', 'l.node_id')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select(['l.variant_id as variantId', 'g.title', 'v.options', 'l.node_id as nodeId', 'n.name as nodeName', 'l.short'])
    .where('l.short', '>', 0)
    .$if(nodeId !== undefined, (query) => query.where('l.node_id', '=', nodeId ?? ''))
    .orderBy('l.short', 'desc')
    .orderBy('g.title')
    .limit(100)
    .execute();
}
