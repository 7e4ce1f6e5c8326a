import { sql, type RawBuilder } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import type { Opening } from '#lib/commerce/fulfilment/calendar.ts';
import type { NodeRecord } from '#lib/commerce/fulfilment/node.ts';
import type { RuleSet } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import type { Db, Tx } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';
import { asCartView } from './carts.ts';
import { laneTimesOf } from './lane-times.ts';
import { selectRuleSet } from './sourcing-rules.ts';

export type FreeLevel = { variantId: string; nodeId: string; available: number; countedAt: Date | string | null };
export type Position = { lat: number; lng: number; city: string; state: string };
export type Network = { nodes: (NodeRecord & { queueDepth: number })[]; levels: FreeLevel[] };

/** Every node with what waits there. Few rows, so they are read whole. */
export async function networkNodes(db: Db | Tx): Promise<Network['nodes']> {
  return asNodes(await selectNodes(db).execute());
}

export const selectNodes = (db: Db | Tx) =>
  db
    .selectFrom('node as n')
    .select(['n.id', 'n.name', 'n.kind', 'n.country', 'n.lat', 'n.lng', 'n.status', 'n.time_zone as timeZone', 'n.methods'])
    .select([
      'n.closed_dates as closedDates',
      'n.processing_minutes as processingMinutes',
      'n.capacity_per_day as capacityPerDay',
      'n.find_rate as findRate'
    ])
    .select([sql<Opening>`n.opening`.as('opening'), sql<NodeRecord['cutoffs']>`n.cutoffs`.as('cutoffs')])
    .select(
      sql<number>`(select count(*)::int from fulfilment_order f where f.node_id = n.id and f.state in ('allocated', 'released', 'picking'))`.as(
        'queueDepth'
      )
    )
    .select(laneTimesOf('n.id').as('laneTimes'))
    .orderBy('n.id');

export const asNodes = (rows: Awaited<ReturnType<ReturnType<typeof selectNodes>['execute']>>): Network['nodes'] =>
  rows.map((row) => ({ ...row, closedDates: row.closedDates as NodeRecord['closedDates'] }));

/** What may be taken where. A cart's own holds are its own: they never count against it. */
export async function freeLevels(db: Db | Tx, variantIds: string[], cartId: string | null): Promise<FreeLevel[]> {
  return variantIds.length === 0 ? [] : selectLevels(db, sql`${variantIds}::uuid[]`, cartId).execute();
}

export const selectLevels = (db: Db | Tx, variantIds: RawBuilder<unknown>, cartId: string | null) =>
  db
    .selectFrom('stock_level as l')
    .leftJoin('hold as h', (join) =>
      join
        .onRef('h.variant_id', '=', 'l.variant_id')
        .onRef('h.node_id', '=', 'l.node_id')
        .on('h.state', '=', 'held')
        .on('h.cart_id', '=', cartId)
    )
    .select([
      'l.variant_id as variantId',
      'l.node_id as nodeId',
      'l.counted_at as countedAt',
      sql<number>`greatest(0, l.available + coalesce(h.quantity, 0))`.as('available')
    ])
    .where('l.variant_id', '=', sql<string>`any (${variantIds})`)
    .orderBy('l.node_id');

export const selectPosition = (db: Db | Tx) =>
  db.selectFrom('postcode').select(['postcode.lat', 'postcode.lng', 'postcode.city', 'postcode.state']);

export type QuotedCart = { cart: CartView } & Network & { position: Position | undefined; ruleSet: RuleSet | undefined };

/** A cart and everything its quote is computed from, as they were at one moment: one statement. */
export async function quotedCart(db: Db | Tx, cartId: string): Promise<QuotedCart | undefined> {
  const [row] = await readQuotedCart(db, cartId);
  if (!row?.cart) return undefined;
  const { cart, nodes, levels, position, ruleSet } = row;
  return { cart: asCartView(cart), nodes: asNodes(nodes), levels, position: position ?? undefined, ruleSet: ruleSet ?? undefined };
}

const readQuotedCart = compiledOnce(1, (db, [cartId]: [string]) =>
  db.selectNoFrom([
    sql<CartView | null>`(select cart from cart_views(array[${cartId}::uuid]))`.as('cart'),
    jsonArrayFrom(selectNodes(db)).as('nodes'),
    jsonArrayFrom(selectLevels(db, sql`array(select variant_id from cart_line where cart_id = ${cartId}::uuid)`, cartId)).as('levels'),
    jsonObjectFrom(
      selectPosition(db)
        .innerJoin('cart as c', (join) => join.onRef('c.country', '=', 'postcode.country').onRef('c.postcode', '=', 'postcode.code'))
        .where('c.id', '=', cartId)
    ).as('position'),
    jsonObjectFrom(selectRuleSet(db)).as('ruleSet')
  ])
);
