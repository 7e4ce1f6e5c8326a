import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { NodeKind } from '#lib/commerce/fulfilment/delivery-rules.ts';
import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { PickLine } from '#lib/commerce/store-work/pick.ts';
import type { WorkSnapshot } from '#lib/commerce/store-work/work-snapshot.ts';
import type { Db, Tx } from '../client.ts';

export type WorkParcel = {
  id: string;
  orderId: string;
  number: string;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentOrderState;
  /** When it has to be ready or gone, as planned. */
  due: Date | null;
  /** Whose it is: a first name is what one calls at a counter. */
  name: string;
  isUnpaid: boolean;
  /** Of a customer with an account. */
  isMember: boolean;
  lines: PickLine[];
};

const OPEN: FulfilmentOrderState[] = ['released', 'picking', 'packed', 'ready_for_pickup'];

/** All that waits at a place, what is due first on top. */
export async function workAt(db: Db | Tx, nodeId: string): Promise<WorkParcel[]> {
  return select(db).where('f.node_id', '=', nodeId).where('f.state', 'in', OPEN).where('f.method', '<>', 'carry_out').execute();
}

export async function findWork(db: Db | Tx, id: string): Promise<(WorkParcel & { nodeId: string | null }) | undefined> {
  return select(db).select('f.node_id as nodeId').where('f.id', '=', id).executeTakeFirst();
}

const select = (db: Db | Tx) =>
  db
    .selectFrom('fulfilment_order as f')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .select(['f.id', 'f.order_id as orderId', 'o.number', 'f.method', 'f.service', 'f.state'])
    .select([
      sql<Date | null>`(f.plan ->> 'shipBy')::timestamptz`.as('due'),
      sql<string>`coalesce(split_part(o.contact ->> 'name', ' ', 1), '')`.as('name'),
      sql<boolean>`exists (select from payment p where p.order_id = o.id and p.method = 'pay_in_store' and p.state = 'pending')`.as(
        'isUnpaid'
      ),
      sql<boolean>`o.customer_id is not null`.as('isMember')
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('fulfilment_line as l')
          .innerJoin('variant as v', 'v.id', 'l.variant_id')
          .innerJoin('order_line as ol', 'ol.id', 'l.order_line_id')
          .leftJoin('stock_level as s', (join) => join.onRef('s.variant_id', '=', 'l.variant_id').onRef('s.node_id', '=', 'f.node_id'))
          .select(['l.id', 'l.variant_id as variantId', 'ol.title', 'v.sku', 'v.barcode', 's.bin', 'l.quantity', 'l.picked'])
          // What its shopper chose in place of what was ordered is made otherwise.
          .select(sql<string[]>`case when l.variant_id = ol.variant_id then ol.options else v.options end`.as('options'))
          .whereRef('l.fulfilment_order_id', '=', 'f.id')
          .orderBy('ol.place')
          .$castTo<PickLine>()
      ).as('lines')
    )
    .orderBy(sql`f.plan ->> 'shipBy'`)
    .orderBy('f.id');

/** One unit more, if there is one to be picked; the database refuses more than the line has. */
export async function countPicked(tx: Tx, lineId: string): Promise<void> {
  await tx
    .updateTable('fulfilment_line')
    .set((eb) => ({ picked: eb('picked', '+', 1) }))
    .where('id', '=', lineId)
    .execute();
}

export type Place = {
  id: string;
  name: string;
  kind: NodeKind;
  status: 'up' | 'down';
  downReason: string;
  isStaffed: boolean;
  findRate: number;
  capacityPerDay: number;
};

export async function placeAtWork(db: Db | Tx, nodeId: string): Promise<Place | undefined> {
  return db
    .selectFrom('node')
    .select([
      'id',
      'name',
      'kind',
      'status',
      'down_reason as downReason',
      'is_staffed as isStaffed',
      'find_rate as findRate',
      'capacity_per_day as capacityPerDay'
    ])
    .where('id', '=', nodeId)
    .executeTakeFirst();
}

/** The place's new version, or undefined when it was so already. */
export async function setStaffed(tx: Tx, nodeId: string, isStaffed: boolean): Promise<{ version: number } | undefined> {
  return tx
    .updateTable('node')
    .set((eb) => ({ is_staffed: isStaffed, version: eb('version', '+', 1) }))
    .where('id', '=', nodeId)
    .where('is_staffed', '<>', isStaffed)
    .returning('version')
    .executeTakeFirst();
}

/** What nobody has begun with there. */
export async function releasedParcelsAt(db: Db, nodeId: string): Promise<string[]> {
  const rows = await db.selectFrom('fulfilment_order').select('id').where('node_id', '=', nodeId).where('state', '=', 'released').execute();
  return rows.map(({ id }) => id);
}

/** How far the log is in what happened to parcels of a place, and to boxes from it and to it: indexes are asked for their last entries. */
export async function workSnapshots(db: Db | Tx, nodeIds: string[]): Promise<WorkSnapshot[]> {
  const { rows } = await sql<WorkSnapshot>`
    select n.id as "nodeId", greatest(0,
      (select e.position from event e where e.data ->> 'nodeId' = n.id and e.type like 'fo.%' order by e.position desc limit 1),
      (select e.position from event e where e.data ->> 'nodeId' = n.id and e.type like 'return.%' order by e.position desc limit 1),
      (select e.position from event e where e.data ->> 'nodeId' = n.id and e.type = 'stock.transferred' order by e.position desc limit 1),
      (select e.position from event e where e.data ->> 'otherNodeId' = n.id and e.type = 'stock.transferred' order by e.position desc limit 1)
    ) as version
    from node n where n.id = any (${nodeIds})`.execute(db);
  return rows;
}
