import { sql } from 'kysely';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { Db, Tx } from '../client.ts';

export type NewLine = {
  id: string;
  orderId: string;
  variantId: string;
  title: string;
  options: string[];
  sku: string | null;
  imageSrc: string | null;
  unitPriceMinor: number;
  parcels: readonly { fulfilmentLineId: string; parcelId: string; quantity: number }[];
};

/** A further line of an order, in parcels of it; what it costs is added to what the order does. Nothing of it is bound yet. */
export async function addLine(tx: Tx, line: NewLine): Promise<void> {
  const quantity = line.parcels.reduce((sum, one) => sum + one.quantity, 0);
  await sql`
    insert into order_line (id, order_id, place, variant_id, title, options, sku, image_src, quantity, unit_price_minor)
      select ${line.id}::uuid, ${line.orderId}::uuid, max(place) + 1, ${line.variantId}::uuid, ${line.title}, ${line.options}::text[], ${line.sku},
        ${line.imageSrc}, ${quantity}::int, ${line.unitPriceMinor}::bigint
      from order_line where order_id = ${line.orderId}`.execute(tx);
  await tx
    .insertInto('fulfilment_line')
    .values(
      line.parcels.map((one) => ({
        id: one.fulfilmentLineId,
        fulfilment_order_id: one.parcelId,
        order_line_id: line.id,
        variant_id: line.variantId,
        quantity: one.quantity
      }))
    )
    .execute();
  await addToTotal(tx, line.orderId, quantity * line.unitPriceMinor);
}

/** Takes a line back that was added, with all that was bound for it; what it cost is taken off again. Its shelves have it free again. */
export async function removeLine(tx: Tx, { orderId, lineId, at }: { orderId: string; lineId: string; at: Date }): Promise<CommerceEvent[]> {
  const { rows: bound } = await sql<{ variantId: string; nodeId: string; units: number }>`
    with gone as (
      delete from allocation a using fulfilment_line l where l.id = a.fulfilment_line_id and l.order_line_id = ${lineId}
      returning a.variant_id, a.node_id, a.quantity, a.state)
    select variant_id as "variantId", node_id as "nodeId", sum(quantity)::int as units from gone where state = 'open'
    group by 1, 2 order by 1, 2`.execute(tx);
  const events: CommerceEvent[] = [];
  for (const { variantId, nodeId, units } of bound) {
    // oxlint-disable-next-line no-await-in-loop -- every change locks shelves in the same order
    const { rows } = await sql<{ event: CommerceEvent }>`
      update stock_level set allocated = allocated - ${units}::int, version = version + 1, updated_at = ${at}::timestamptz
      where variant_id = ${variantId} and node_id = ${nodeId} returning stock_changed(stock_level) as event`.execute(tx);
    events.push(...rows.map(({ event }) => event));
  }
  await tx.deleteFrom('fulfilment_line').where('order_line_id', '=', lineId).execute();
  const line = await tx
    .deleteFrom('order_line')
    .where('id', '=', lineId)
    .returning(['quantity', 'unit_price_minor'])
    .executeTakeFirstOrThrow();
  await addToTotal(tx, orderId, -line.quantity * line.unit_price_minor);
  return events;
}

/** So many units of a line that was added come out of it again, the last parcel first; what they cost is taken off. Not all of them: that is `removeLine`. */
export async function takeFromLine(
  tx: Tx,
  { orderId, lineId, units, at }: { orderId: string; lineId: string; units: number; at: Date }
): Promise<CommerceEvent[]> {
  const { rows: taken } = await sql<{ id: string; units: number; variantId: string; nodeId: string | null }>`
    with sums as (
      select id, quantity, coalesce(sum(quantity) over (order by id desc rows between unbounded preceding and 1 preceding), 0) as before
      from fulfilment_line where order_line_id = ${lineId}),
    taking as (select id, quantity, least(quantity, ${units}::int - before)::int as units from sums where before < ${units}::int)
    select t.id, t.units, l.variant_id as "variantId", a.node_id as "nodeId"
    from taking t join fulfilment_line l on l.id = t.id left join allocation a on a.fulfilment_line_id = t.id and a.state = 'open'
    order by l.variant_id, a.node_id`.execute(tx);
  const events: CommerceEvent[] = [];
  for (const { id, units: some, variantId, nodeId } of taken) {
    if (nodeId !== null) {
      // oxlint-disable-next-line no-await-in-loop -- every change locks shelves in the same order
      const { rows } = await sql<{ event: CommerceEvent }>`
        update stock_level set allocated = allocated - ${some}::int, version = version + 1, updated_at = ${at}::timestamptz
        where variant_id = ${variantId} and node_id = ${nodeId} returning stock_changed(stock_level) as event`.execute(tx);
      events.push(...rows.map(({ event }) => event));
    }
    // oxlint-disable-next-line no-await-in-loop -- as above
    await sql`delete from allocation where fulfilment_line_id = ${id} and quantity = ${some}::int`.execute(tx);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await sql`update allocation set quantity = quantity - ${some}::int where fulfilment_line_id = ${id}`.execute(tx);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await sql`delete from fulfilment_line where id = ${id} and quantity = ${some}::int`.execute(tx);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await sql`update fulfilment_line set quantity = quantity - ${some}::int where id = ${id}`.execute(tx);
  }
  const line = await tx
    .updateTable('order_line')
    .set((eb) => ({ quantity: eb('quantity', '-', units) }))
    .where('id', '=', lineId)
    .returning('unit_price_minor')
    .executeTakeFirstOrThrow();
  await addToTotal(tx, orderId, -units * line.unit_price_minor);
  return events;
}

async function addToTotal(tx: Tx, orderId: string, byMinor: number): Promise<void> {
  await sql`
    update orders set goods_minor = goods_minor + ${byMinor}::bigint, total_minor = total_minor + ${byMinor}::bigint,
      tax_included_minor = round((total_minor + ${byMinor}::bigint) * tax_included_minor::numeric / nullif(total_minor, 0))
    where id = ${orderId}`.execute(tx);
}

type Holding = { changeId: string; channel: string; currency: string; country: string; units: readonly Wanted[]; until: Date; at: Date };
type Wanted = { id: string; variantId: string; nodeId: string; quantity: number };

/** Keeps units for a change that is still to be paid, as a cart does: a cart of that change's own, which nobody opens. */
export async function holdForChange(tx: Tx, holding: Holding): Promise<CommerceEvent[]> {
  const { changeId, channel, currency, country, units, until, at } = holding;
  const cart = { id: changeId, state: 'checkout' as const, channel, currency, country, created_at: at, updated_at: at };
  await tx.insertInto('cart').values(cart).execute();
  return reserve(tx, { changeId, units, until, at });
}

/** Gives back what was kept for a change; nothing when that lapsed before. */
export async function endHoldOfChange(tx: Tx, changeId: string, at: Date): Promise<CommerceEvent[]> {
  await tx.updateTable('cart').set({ state: 'expired', updated_at: at }).where('id', '=', changeId).execute();
  return reserve(tx, { changeId, units: [], until: at, at });
}

async function reserve(
  tx: Tx,
  { changeId, units, until, at }: Pick<Holding, 'changeId' | 'units' | 'until' | 'at'>
): Promise<CommerceEvent[]> {
  const { rows } = await sql<{ events: CommerceEvent[] }>`
    select reserve_stock(${changeId}::uuid, ${JSON.stringify(units)}::jsonb, ${until}::timestamptz, ${at}::timestamptz) as events`.execute(
    tx
  );
  return rows[0]?.events ?? [];
}

export async function orderChannel(db: Db | Tx, orderId: string): Promise<string> {
  return (await db.selectFrom('orders').select('channel').where('id', '=', orderId).executeTakeFirstOrThrow()).channel;
}
