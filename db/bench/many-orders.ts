import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { copyRows, type Copy } from './copy-rows.ts';

const AT_ONCE = 500;
const DONE = '(select id from original_order)';
const THEIR_CARTS = '(select cart_id from original_order)';
const THEIR_PARCELS = `(select id from fulfilment_order where order_id in ${DONE})`;
const ID = { id: 'copy_id(t.id, n)' };
const OF_ORDER = { order_id: 'copy_id(t.order_id, n)' };
const OF_PARCEL = { fulfilment_order_id: 'copy_id(t.fulfilment_order_id, n)' };
const IN_ORDERS = `t.order_id in ${DONE}`;
const IN_PARCELS = `t.fulfilment_order_id in ${THEIR_PARCELS}`;

/** Copies lie in the past, five minutes apart. */
const past = (...columns: string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [column, `t.${column} - n * interval '5 minutes'`]));

/** In an order in which everything that is named is there already. */
const COPIES: Copy[] = [
  { table: 'cart', where: `t.id in ${THEIR_CARTS}`, set: { ...ID, ...OF_ORDER, ...past('created_at', 'updated_at') } },
  { table: 'cart_line', where: `t.cart_id in ${THEIR_CARTS}`, set: { ...ID, cart_id: 'copy_id(t.cart_id, n)' } },
  { table: 'hold', where: `t.cart_id in ${THEIR_CARTS}`, set: { ...ID, cart_id: 'copy_id(t.cart_id, n)' } },
  {
    table: 'orders',
    where: `t.id in ${DONE}`,
    set: {
      ...ID,
      cart_id: 'copy_id(t.cart_id, n)',
      // Five digits of the copy and five of the original: no two are alike, and all letters are among those of a number.
      number: `'MZ-' || upper(lpad(to_hex(n), 5, '0') || substr(md5(t.number), 1, 5))`,
      ...past('placed_at', 'updated_at')
    }
  },
  { table: 'order_line', where: IN_ORDERS, set: { ...ID, ...OF_ORDER } },
  { table: 'fulfilment_order', where: IN_ORDERS, set: { ...ID, ...OF_ORDER, ...past('created_at') } },
  { table: 'fulfilment_line', where: IN_PARCELS, set: { ...ID, ...OF_PARCEL, order_line_id: 'copy_id(t.order_line_id, n)' } },
  {
    table: 'allocation',
    where: `t.fulfilment_line_id in (select id from fulfilment_line where fulfilment_order_id in ${THEIR_PARCELS})`,
    set: { ...ID, fulfilment_line_id: 'copy_id(t.fulfilment_line_id, n)', hold_id: 'copy_id(t.hold_id, n)' }
  },
  { table: 'promise', where: IN_ORDERS, set: { ...ID, ...OF_ORDER, ...OF_PARCEL, ...past('at', 'deliver_from', 'deliver_until') } },
  { table: 'payment', where: IN_ORDERS, set: { ...ID, ...OF_ORDER } },
  {
    table: 'payment_transaction',
    where: `t.payment_id in (select id from payment where order_id in ${DONE})`,
    set: { ...ID, payment_id: 'copy_id(t.payment_id, n)', provider_key: `t.provider_key || '#' || n` }
  },
  {
    table: 'shipment',
    where: IN_PARCELS,
    set: { ...ID, ...OF_PARCEL, tracking_number: `t.tracking_number || '-' || n`, ...past('created_at', 'booked_at', 'delivered_at') }
  },
  {
    table: 'tracking_event',
    where: `t.shipment_id in (select id from shipment where fulfilment_order_id in ${THEIR_PARCELS})`,
    set: {
      ...ID,
      shipment_id: 'copy_id(t.shipment_id, n)',
      provider_event_id: `t.provider_event_id || '#' || n`,
      ...past('occurred_at', 'received_at')
    }
  },
  { table: 'stock_movement', where: `t.kind <> 'received' and ${IN_ORDERS}`, set: { ...ID, ...OF_ORDER } },
  {
    table: 'event',
    where: `t.topic in (select 'order:' || id from original_order union all select 'cart:' || cart_id from original_order)`,
    set: { topic: `split_part(t.topic, ':', 1) || ':' || copy_id(split_part(t.topic, ':', 2)::uuid, n)` }
  }
];

/**
 * Copies the finished orders of the shop, whole histories with all that belongs to them, until there are so many. What the copies
 * took off the shelves was put there first, so that the books stay right. For measuring.
 * @returns how many orders there are
 */
export async function makeManyOrders(db: Db, wanted: number): Promise<number> {
  const originals = await noteOriginals(db);
  if (originals === 0) throw new Error('there is no finished order to copy');
  const copies = Math.ceil(wanted / originals) - 1;
  for (let from = 1; from <= copies; from += AT_ONCE) {
    const numbers = { from, to: Math.min(copies, from + AT_ONCE - 1) };
    // oxlint-disable-next-line no-await-in-loop -- one transaction after the other, each of bounded size
    await db.transaction().execute(async (tx) => {
      for (const copy of COPIES) await copyRows(tx, copy, numbers);
    });
  }
  await putBack(db, copies);
  return (copies + 1) * originals;
}

/** Copies are finished orders as well, and must not be copied again; nor is one whose parcel came late, with the credit it got for that. */
async function noteOriginals(db: Db): Promise<number> {
  await sql`create table original_order as select id, cart_id from orders o
    where life = 'completed' and not exists (select from order_credit c where c.order_id = o.id)`.execute(db);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from original_order`.execute(db);
  return rows[0]?.n ?? 0;
}

/** A movement for each level that the copies took from: what lies there now is what lay there before. */
async function putBack(db: Db, copies: number): Promise<void> {
  await sql`
    insert into stock_movement (id, variant_id, node_id, kind, quantity, reason, actor, at)
    select gen_random_uuid(), variant_id, node_id, 'received', -sum(quantity) * ${copies}::int, 'for measuring', '{"role": "system"}', now()
    from stock_movement where order_id in (select id from original_order) group by variant_id, node_id`.execute(db);
}

/** Ids of orders, evenly spread over all there are. */
export async function someOrders(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (select id, row_number() over (order by id) as n, count(*) over () as all_orders from orders where life = 'completed') o
    where n % greatest(1, all_orders / ${limit}) = 0 limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
