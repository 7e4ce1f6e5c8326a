import { sql } from 'kysely';
import type { StockChanged } from '#lib/commerce/stock/stock.events.ts';
import type { Tx } from '../client.ts';

type SplitOff = {
  from: string;
  to: string;
  at: Date;
  units: readonly { lineId: string; quantity: number; newLineId: string; newAllocationId: string }[];
};

/** These units become a parcel of their own, which has ended; what was bound for them is bound for it until it is released. */
export async function splitOff(tx: Tx, { from, to, at, units }: SplitOff): Promise<void> {
  await sql`
    insert into fulfilment_order (id, order_id, place, node_id, method, service, state, plan, created_at, excluded_nodes, moves)
      select ${to}::uuid, f.order_id, (select max(place) + 1 from fulfilment_order where order_id = f.order_id), f.node_id, f.method, f.service,
        'cancelled', f.plan, ${at}::timestamptz, f.excluded_nodes, f.moves
      from fulfilment_order f where f.id = ${from}`.execute(tx);
  for (const { lineId, quantity, newLineId, newAllocationId } of units) {
    // oxlint-disable-next-line no-await-in-loop -- one line after the other, in the order they were decided
    const moved = await tx
      .updateTable('fulfilment_line')
      .set({ fulfilment_order_id: to })
      .where('id', '=', lineId)
      .where('quantity', '=', quantity)
      .returning('id')
      .executeTakeFirst();
    if (moved) continue;
    // oxlint-disable-next-line no-await-in-loop
    await sql`
      insert into fulfilment_line (id, fulfilment_order_id, order_line_id, variant_id, quantity)
        select ${newLineId}::uuid, ${to}::uuid, order_line_id, variant_id, ${quantity}::int from fulfilment_line where id = ${lineId}`.execute(
      tx
    );
    // oxlint-disable-next-line no-await-in-loop
    await sql`update fulfilment_line set quantity = quantity - ${quantity}::int where id = ${lineId}`.execute(tx);
    // oxlint-disable-next-line no-await-in-loop
    await sql`
      with less as (
        update allocation set quantity = quantity - ${quantity}::int where fulfilment_line_id = ${lineId} and state = 'open'
        returning variant_id, node_id)
      insert into allocation (id, fulfilment_line_id, variant_id, node_id, quantity, created_at)
        select ${newAllocationId}::uuid, ${newLineId}::uuid, variant_id, node_id, ${quantity}::int, ${at}::timestamptz from less`.execute(
      tx
    );
  }
}

/** A parcel like one that ended, from the same place, with all that was in it. Its lines are bound by `bindLines`. */
export async function openLike(
  tx: Tx,
  { ended, id, collectCode, at }: { ended: string; id: string; collectCode: string | null; at: Date }
): Promise<void> {
  await sql`
    insert into fulfilment_order (id, order_id, place, node_id, method, service, state, collect_code, plan, created_at, excluded_nodes, moves)
      select ${id}::uuid, f.order_id, (select max(place) + 1 from fulfilment_order where order_id = f.order_id), f.node_id, f.method, f.service,
        'allocated', ${collectCode}, f.plan, ${at}::timestamptz, f.excluded_nodes, f.moves
      from fulfilment_order f where f.id = ${ended}`.execute(tx);
  await sql`update fulfilment_line set fulfilment_order_id = ${id}::uuid, picked = 0 where fulfilment_order_id = ${ended}`.execute(tx);
}

/** What was taken out of a parcel lies in it again: with the rest of its line where that is still there. */
export async function putBack(tx: Tx, { ended, into }: { ended: string; into: string }): Promise<void> {
  await sql`
    update fulfilment_line l set quantity = l.quantity + e.quantity
    from fulfilment_line e where e.fulfilment_order_id = ${ended} and l.fulfilment_order_id = ${into} and l.order_line_id = e.order_line_id`.execute(
    tx
  );
  await sql`
    update allocation a set fulfilment_line_id = l.id from fulfilment_line e, fulfilment_line l
    where a.fulfilment_line_id = e.id and e.fulfilment_order_id = ${ended} and l.fulfilment_order_id = ${into}
      and l.order_line_id = e.order_line_id`.execute(tx);
  await sql`
    delete from fulfilment_line e where e.fulfilment_order_id = ${ended}
      and exists (select from fulfilment_line l where l.fulfilment_order_id = ${into} and l.order_line_id = e.order_line_id)`.execute(tx);
  await sql`update fulfilment_line set fulfilment_order_id = ${into}::uuid, picked = 0 where fulfilment_order_id = ${ended}`.execute(tx);
}

type Bound = { events: StockChanged[]; gone: string | null };

/**
 * Binds what of these parcels is not bound, shelf by shelf in order; the condition is in the UPDATE. `gone` names what there is too little of:
 * then the transaction must end.
 */
export async function bindLines(tx: Tx, { parcelIds, at }: { parcelIds: readonly string[]; at: Date }): Promise<Bound> {
  const wanted = await sql<{ variantId: string; nodeId: string; units: number; title: string }>`
    select l.variant_id as "variantId", f.node_id as "nodeId", title_of(l.variant_id) as title,
      sum(l.quantity - coalesce(a.quantity, 0))::int as units
    from fulfilment_line l join fulfilment_order f on f.id = l.fulfilment_order_id join variant v on v.id = l.variant_id
      left join allocation a on a.fulfilment_line_id = l.id and a.state = 'open'
    where f.id = any (${parcelIds}::uuid[]) and v.tracked and not v.sell_beyond_stock and l.quantity > coalesce(a.quantity, 0)
    group by l.variant_id, f.node_id order by l.variant_id, f.node_id`.execute(tx);
  const events: StockChanged[] = [];
  for (const { variantId, nodeId, units, title } of wanted.rows) {
    // oxlint-disable-next-line no-await-in-loop -- every change locks shelves in the same order
    const { rows } = await sql<{ event: StockChanged }>`
      update stock_level set allocated = allocated + ${units}::int, version = version + 1, updated_at = ${at}::timestamptz
      where variant_id = ${variantId} and node_id = ${nodeId} and available >= ${units}::int
      returning stock_changed(stock_level) as event`.execute(tx);
    if (rows.length === 0) return { events: [], gone: title };
    events.push(...rows.map(({ event }) => event));
  }
  await sql`
    update allocation a set quantity = l.quantity from fulfilment_line l
    where a.fulfilment_line_id = l.id and a.state = 'open' and l.fulfilment_order_id = any (${parcelIds}::uuid[])
      and a.quantity <> l.quantity`.execute(tx);
  await sql`
    insert into allocation (id, fulfilment_line_id, variant_id, node_id, quantity, created_at)
      select gen_random_uuid(), l.id, l.variant_id, f.node_id, l.quantity, ${at}::timestamptz
      from fulfilment_line l join fulfilment_order f on f.id = l.fulfilment_order_id join variant v on v.id = l.variant_id
      where f.id = any (${parcelIds}::uuid[]) and v.tracked and not v.sell_beyond_stock
        and not exists (select from allocation a where a.fulfilment_line_id = l.id and a.state = 'open')`.execute(tx);
  return { events, gone: null };
}
