import { sql } from 'kysely';
import type { OrderRows } from '#lib/commerce/state/order-rows.ts';
import type { VariantFacts } from '#lib/commerce/state/order-facts.ts';
import type { Tx } from '../client.ts';
import { putReturns } from './state-returns.ts';
import { putRows } from './state-write.ts';

export async function variantFacts(tx: Tx, ids: string[]): Promise<Map<string, VariantFacts>> {
  const { rows } = await sql<VariantFacts & { id: string }>`
    select v.id, p.title, v.options, v.sku, v.image_src as image, v.tracked as counted
    from variant v join product p on p.id = v.product_id where v.id = any (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

export type KnownOrder = {
  id: string;
  number: string;
  version: number;
  lines: { place: number; id: string }[];
  /** `of`: the parcel, return or change that it is about. */
  told: { type: string; at: string; of: string | null }[];
};

/** Orders that the shop has already, locked for what the file changes of them. */
export async function knownOrders(tx: Tx, ids: string[]): Promise<Map<string, KnownOrder>> {
  await sql`select from orders where id = any (${ids}::uuid[]) order by id for update`.execute(tx);
  const { rows } = await sql<KnownOrder>`
    select o.id, o.number, o.version,
      (select jsonb_agg(jsonb_build_object('place', l.place, 'id', l.id)) from order_line l where l.order_id = o.id) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('type', e.type, 'at', e.at, 'of', coalesce(e.data ->> 'fulfilmentOrderId', e.data ->> 'returnId', e.data ->> 'changeId'))), '[]')
        from event e where e.topic = 'order:' || o.id) as told
    from orders o where o.id = any (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Numbers that other orders have. */
export async function takenNumbers(tx: Tx, orders: { id: string; number: string }[]): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    select o.number from orders o join jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) x (id uuid, number text) on x.number = o.number
    where o.id <> x.id`.execute(tx);
  return new Set(rows.map(({ number }) => number));
}

/** What is free of these variants, by place, as it will be when all of the file is in; and places without any of them that may send. */
export async function freeUnits(tx: Tx, variantIds: string[]): Promise<{ variantId: string; nodeId: string; free: number }[]> {
  const { rows } = await sql<{ variantId: string; nodeId: string; free: number }>`
    select coalesce(l.variant_id, s.variant_id) as "variantId", coalesce(l.node_id, s.node_id) as "nodeId",
      coalesce(s.on_hand, l.on_hand) - coalesce(s.unavailable, l.unavailable) - coalesce(l.allocated, 0) - coalesce(l.held, 0) as free
    from (select * from stock_level where variant_id = any (${variantIds}::uuid[])) l
      full join (select * from state_shelf where variant_id = any (${variantIds}::uuid[])) s on s.variant_id = l.variant_id and s.node_id = l.node_id
    where exists (select from node n where n.id = coalesce(l.node_id, s.node_id) and n.kind <> 'third_party')
    order by 3 desc, 2`.execute(tx);
  return rows;
}

export async function firstSender(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from node order by 'ship' = any (methods) desc, kind = 'warehouse' desc, id limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

const BY_ID = { key: ['id'] };

/** Orders with all that belongs to them, parents first. What is there is changed in place: `known` are those that were there before. */
export async function putOrders(
  tx: Tx,
  rows: OrderRows,
  { at, gone, known }: { at: Date; gone: string[]; known: string[] }
): Promise<void> {
  await putRows(tx, 'orders', rows.orders, { ...BY_ID, kept: ['number'] });
  await putRows(tx, 'order_line', rows.order_line, BY_ID);
  await leaveParcels(tx, gone, at);
  await putRows(tx, 'fulfilment_order', rows.fulfilment_order, { ...BY_ID, counts: true });
  await putRows(tx, 'fulfilment_line', rows.fulfilment_line, { key: ['fulfilment_order_id', 'order_line_id'], kept: ['id'] });
  await putRows(tx, 'shipment', rows.shipment, { key: ['fulfilment_order_id'], kept: ['id'] });
  await putScans(tx, rows.tracking_event);
  await putPromises(tx, rows.promise);
  await putChoices(tx, rows.parcel_choice);
  await putRows(tx, 'parcel_wish', rows.parcel_wish, { key: ['fulfilment_order_id'] });
  await putRows(tx, 'payment', rows.payment, { ...BY_ID, counts: true });
  await putRows(tx, 'payment_transaction', rows.payment_transaction, { key: ['provider_key'], kept: ['id'] });
  await putRows(tx, 'order_credit', rows.order_credit, BY_ID);
  await putRows(tx, 'refund', rows.refund, BY_ID);
  await putReturns(tx, rows);
  await putRows(tx, 'order_change', rows.order_change, BY_ID);
  await putAllocations(tx, rows, { at, known });
}

/** Parcels that an earlier import made up for units of which this file says more. */
async function leaveParcels(tx: Tx, gone: string[], at: Date): Promise<void> {
  if (gone.length === 0) return;
  await freeLevels(tx, sql`fulfilment_line_id in (select id from fulfilment_line where fulfilment_order_id = any (${gone}::uuid[]))`, at);
  await sql`delete from allocation where fulfilment_line_id in (select id from fulfilment_line where fulfilment_order_id = any (${gone}::uuid[]))`.execute(
    tx
  );
  await sql`delete from fulfilment_line where fulfilment_order_id = any (${gone}::uuid[])`.execute(tx);
  await sql`delete from fulfilment_order where id = any (${gone}::uuid[])`.execute(tx);
}

async function freeLevels(tx: Tx, which: ReturnType<typeof sql>, at: Date): Promise<void> {
  await sql`
    with ended as (update allocation set state = 'released', ended_at = ${at} where state = 'open' and ${which} returning variant_id, node_id)
    insert into state_shelf (variant_id, node_id) select distinct variant_id, node_id from ended on conflict do nothing`.execute(tx);
}

async function putScans(tx: Tx, scans: OrderRows['tracking_event']): Promise<void> {
  if (scans.length === 0) return;
  await sql`
    insert into tracking_event (id, shipment_id, provider, provider_event_id, status, detail, message, city, lat, lng, raw, occurred_at, received_at)
    select gen_random_uuid(), s.id, x.provider, x.provider_event_id, x.status, x.detail, x.message, x.city, x.lat, x.lng, x.raw, x.occurred_at, x.received_at
    from jsonb_populate_recordset(null::tracking_event, ${JSON.stringify(scans)}::jsonb) x join shipment s on s.id = x.shipment_id
    on conflict (provider, provider_event_id) do nothing`.execute(tx);
}

async function putPromises(tx: Tx, promises: OrderRows['promise']): Promise<void> {
  if (promises.length === 0) return;
  await sql`
    insert into promise (id, order_id, fulfilment_order_id, number, state, deliver_from, deliver_until, reason, detail, inputs, rule_version, at)
    select gen_random_uuid(), order_id, fulfilment_order_id, number, state, deliver_from, deliver_until, reason, detail, inputs, rule_version, at
    from jsonb_populate_recordset(null::promise, ${JSON.stringify(promises)}::jsonb)
    on conflict (fulfilment_order_id, number) do update set state = excluded.state`.execute(tx);
}

async function putChoices(tx: Tx, choices: OrderRows['parcel_choice']): Promise<void> {
  if (choices.length === 0) return;
  await sql`
    insert into parcel_choice (id, order_id, fulfilment_order_id, from_node_id, reason, missing, asked_at, decide_by, state, chosen)
    select gen_random_uuid(), order_id, fulfilment_order_id, from_node_id, reason, missing, asked_at, decide_by, 'open', ''
    from jsonb_populate_recordset(null::parcel_choice, ${JSON.stringify(choices)}::jsonb) x
    where not exists (select from parcel_choice c where c.fulfilment_order_id = x.fulfilment_order_id and c.state = 'open')`.execute(tx);
}

/** Bound as the parcels stand now: what is bound otherwise is let go, and what is not bound yet is bound, whether it lies there or not. */
async function putAllocations(tx: Tx, rows: OrderRows, { at, known }: { at: Date; known: string[] }): Promise<void> {
  const wanted = JSON.stringify(rows.allocations);
  await sql`
    create temporary table if not exists state_bound (fulfilment_line_id uuid, variant_id uuid, node_id text, quantity int) on commit drop`.execute(
    tx
  );
  await sql`truncate state_bound`.execute(tx);
  await sql`
    insert into state_bound select f.id, x.variant_id, x.node_id, x.quantity
    from jsonb_to_recordset(${wanted}::jsonb) x (fulfilment_order_id uuid, order_line_id uuid, variant_id uuid, node_id text, quantity int)
      join fulfilment_line f on f.fulfilment_order_id = x.fulfilment_order_id and f.order_line_id = x.order_line_id`.execute(tx);
  if (known.length > 0)
    await freeLevels(
      tx,
      sql`fulfilment_line_id in (
          select l.id from fulfilment_line l join fulfilment_order f on f.id = l.fulfilment_order_id where f.order_id = any (${known}::uuid[]))
        and not exists (select from state_bound b where b.fulfilment_line_id = allocation.fulfilment_line_id and b.variant_id = allocation.variant_id
          and b.node_id = allocation.node_id and b.quantity = allocation.quantity)`,
      at
    );
  await sql`insert into stock_level (variant_id, node_id) select distinct variant_id, node_id from state_bound order by 1, 2 on conflict do nothing`.execute(
    tx
  );
  await sql`insert into state_shelf (variant_id, node_id) select distinct variant_id, node_id from state_bound on conflict do nothing`.execute(
    tx
  );
  await sql`
    insert into allocation (id, fulfilment_line_id, variant_id, node_id, quantity, created_at)
    select gen_random_uuid(), b.fulfilment_line_id, b.variant_id, b.node_id, b.quantity, ${at} from state_bound b
    where not exists (select from allocation a where a.fulfilment_line_id = b.fulfilment_line_id and a.state = 'open')`.execute(tx);
}

const FILLED = [
  'orders',
  'order_line',
  'fulfilment_order',
  'fulfilment_line',
  'shipment',
  'allocation',
  'payment',
  'payment_transaction',
  'stock_level',
  'state_shelf'
];

/** Tables that this transaction fills are planned for as they are now, and not as they were when they were small. */
export async function learnSizes(tx: Tx): Promise<void> {
  await sql`analyze ${sql.join(FILLED.map((table) => sql.table(table)))}`.execute(tx);
}

/** Those of these customers who have an account. */
export async function accountsAmong(tx: Tx, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from app_user where role = 'shopper' and id = any (${ids}::uuid[])`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
