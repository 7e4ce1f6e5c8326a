import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { MovableLine, MovedParcel, ParcelToMove, PromiseKept } from '#lib/commerce/fulfilment/moved-parcel.ts';
import type { Unbegun } from '#lib/commerce/fulfilment/relief.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Db, Tx } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';
import { rethrowRefusal } from '../refusals.ts';
import { asNodes, selectLevels, selectNodes, selectPosition } from './delivery.ts';
import { parcel } from './fulfilment.ts';
import { selectRuleSet } from './sourcing-rules.ts';

/** A parcel with its order, its promises and the whole network, as they were at one moment: one statement. */
export async function parcelToMove(db: Db | Tx, id: string): Promise<ParcelToMove | undefined> {
  const [row] = await readParcelToMove(db, id);
  if (!row?.order) return undefined;
  const { nodes, position, ruleSet, ...found } = row;
  return { ...found, order: row.order, nodes: asNodes(nodes), position: position ?? null, ruleSet: ruleSet ?? null };
}

const readParcelToMove = compiledOnce(1, (db, [id]: [string]) =>
  db
    .selectFrom('fulfilment_order')
    .select(parcel)
    .select(['excluded_nodes as excluded', 'moves'])
    .select(sql<string>`coalesce((select n.down_reason from node n where n.id = fulfilment_order.node_id), '')`.as('downReason'))
    .select((eb) => [
      jsonObjectFrom(
        eb
          .selectFrom('orders as o')
          .select(['o.id', 'o.version', 'o.currency', 'o.country', 'o.goods_minor as goodsMinor'])
          .select(sql<string>`coalesce(o.address ->> 'postcode', '')`.as('postcode'))
          .select(sql<number>`(select max(f.place) from fulfilment_order f where f.order_id = o.id)`.as('parcels'))
          .whereRef('o.id', '=', 'fulfilment_order.order_id')
      ).as('order'),
      jsonArrayFrom(
        eb
          .selectFrom('fulfilment_line as l')
          .innerJoin('variant as v', 'v.id', 'l.variant_id')
          .innerJoin('product as g', 'g.id', 'v.product_id')
          .select(['l.id', 'l.order_line_id as orderLineId', 'l.variant_id as variantId', 'l.quantity', 'g.size_class as size'])
          .select(sql<boolean>`v.tracked and not v.sell_beyond_stock`.as('counted'))
          .whereRef('l.fulfilment_order_id', '=', 'fulfilment_order.id')
          .orderBy('l.id')
          .$castTo<MovableLine>()
      ).as('lines'),
      jsonArrayFrom(
        eb
          .selectFrom('promise as p')
          .select(['p.number', 'p.state', 'p.deliver_from as deliverFrom', 'p.deliver_until as deliverUntil', 'p.inputs'])
          .select('p.rule_version as ruleVersion')
          .whereRef('p.fulfilment_order_id', '=', 'fulfilment_order.id')
          .orderBy('p.number')
          .$castTo<PromiseKept>()
      ).as('promises'),
      jsonArrayFrom(selectNodes(db)).as('nodes'),
      jsonArrayFrom(selectLevels(db, sql`array(select variant_id from fulfilment_line where fulfilment_order_id = ${id}::uuid)`, null)).as(
        'levels'
      ),
      jsonObjectFrom(
        selectPosition(db)
          .innerJoin('orders as o', (join) =>
            join.onRef('o.country', '=', 'postcode.country').on('postcode.code', '=', sql<string>`o.address ->> 'postcode'`)
          )
          .where('o.id', '=', sql<string>`fulfilment_order.order_id`)
      ).as('position'),
      jsonObjectFrom(selectRuleSet(db)).as('ruleSet')
    ])
    .where('id', '=', id)
);

/**
 * Allocations, parcels, lines, promises and what was lost, with their events, in one call. False when the order was changed since, or when
 * what was planned is gone meanwhile: then nothing has changed, and it is to be decided anew.
 */
export async function saveMovedParcel(db: Db, moved: MovedParcel, by: { actor: Actor; at: Date }): Promise<boolean> {
  const { channel, ...actor } = by.actor;
  const call = JSON.stringify({ ...moved, actor, channel, at: by.at });
  try {
    const { rows } = await sql<{ done: boolean }>`select move_parcel(${call}::jsonb) as done`.execute(db).catch(rethrowRefusal);
    return rows[0]?.done === true;
  } catch (fault) {
    if (isRefusal(fault) && fault.code === 'out-of-stock') return false;
    throw fault;
  }
}

/** Parcels that lie at a place and that nobody there has begun with; those with the most time left come last. */
export async function unbegunParcelsAt(db: Db, nodeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('fulfilment_order')
    .select('id')
    .where('node_id', '=', nodeId)
    .where('method', '<>', 'carry_out')
    .where('state', 'in', ['allocated', 'released'])
    .orderBy(sql`plan ->> 'shipBy'`)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The same, with what its relief is decided by. */
export async function unbegunWorkAt(db: Db, nodeId: string): Promise<Unbegun[]> {
  const { rows } = await sql<Unbegun>`
    select f.id, f.method, coalesce(
      (select p.deliver_until from promise p where p.fulfilment_order_id = f.id order by p.number desc limit 1), f.created_at) as "promisedUntil"
    from fulfilment_order f
    where f.node_id = ${nodeId} and f.method <> 'carry_out' and f.state in ('allocated', 'released')`.execute(db);
  return rows;
}

export type BusyPlace = { nodeId: string; name: string; waiting: number; capacityPerDay: number };

/** Open places with more before them than a day's work; an index is asked. */
export async function busyPlaces(db: Db): Promise<BusyPlace[]> {
  const { rows } = await sql<BusyPlace>`
    select n.id as "nodeId", n.name, n.capacity_per_day as "capacityPerDay", w.waiting
    from node n cross join lateral (
      select count(*)::int as waiting from fulfilment_order f where f.node_id = n.id and f.state in ('allocated', 'released', 'picking')) w
    where n.status = 'up' and w.waiting > n.capacity_per_day order by w.waiting - n.capacity_per_day desc, n.id`.execute(db);
  return rows;
}
