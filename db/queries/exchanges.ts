import { sql } from 'kysely';
import type { DeskExchange } from '#lib/commerce/returns/exchange/desk-exchange.ts';
import type { Db, Tx } from '../client.ts';
import { parcel, type Parcel } from './fulfilment.ts';

/** What is wanted instead by a return `r`, by name; empty where nothing is. */
export const insteadOfReturn = sql<string>`coalesce((
  select string_agg(l.quantity || ' × ' || array_to_string(g.title || v.options, ', '), '; ' order by l.place)
  from return_line l join variant v on v.id = l.exchange_variant_id join product g on g.id = v.product_id where l.return_id = r.id), '')`;

/** A line of a return that is exchanged. `orderLineId`: the line of the order that the new thing is, while it is one. */
export type ExchangeLine = { lineId: string; variantId: string; orderLineId: string | null; quantity: number; unitPriceMinor: number };

export async function exchangeLinesOf(db: Db | Tx, returnId: string): Promise<ExchangeLine[]> {
  return db
    .selectFrom('return_line')
    .select(['id as lineId', 'exchange_variant_id as variantId', 'exchange_order_line_id as orderLineId', 'quantity'])
    .select('exchange_unit_price_minor as unitPriceMinor')
    .where('return_id', '=', returnId)
    .where('exchange_variant_id', 'is not', null)
    .orderBy('place')
    .$narrowType<{ variantId: string; unitPriceMinor: number }>()
    .execute();
}

/** The new thing is that line of the order; null: it is none any more. */
export async function setExchangeLine(tx: Tx, lineId: string, orderLineId: string | null): Promise<void> {
  await tx.updateTable('return_line').set({ exchange_order_line_id: orderLineId }).where('id', '=', lineId).execute();
}

type NewParcel = {
  id: string;
  orderId: string;
  nodeId: string;
  method: 'ship' | 'pickup';
  service: string;
  collectCode: string | null;
  plan: object;
  at: Date;
};

/** A further parcel of an order, which nobody works on until something else has come. Nothing is in it yet. */
export async function openHeldParcel(tx: Tx, { id, orderId, nodeId, method, service, collectCode, plan, at }: NewParcel): Promise<void> {
  await sql`
    insert into fulfilment_order (id, order_id, place, node_id, method, service, state, collect_code, plan, created_at)
      select ${id}::uuid, ${orderId}::uuid, max(place) + 1, ${nodeId}, ${method}, ${service}, 'on_hold', ${collectCode},
        ${JSON.stringify(plan)}::jsonb, ${at}::timestamptz
      from fulfilment_order where order_id = ${orderId}`.execute(tx);
}

/** The parcels of an exchange that wait, in order of place; also those that nothing is left in. */
export async function heldParcels(db: Db | Tx, { orderId, returnId }: { orderId: string; returnId: string }): Promise<Parcel[]> {
  return db
    .selectFrom('fulfilment_order')
    .select(parcel)
    .where('order_id', '=', orderId)
    .where('state', '=', 'on_hold')
    .where(sql<boolean>`plan ->> 'returnId' = ${returnId}`)
    .orderBy('place')
    .execute();
}

/** It is handed over at that counter, wherever it was to come from. */
export async function bringToCounter(tx: Tx, parcelId: string, nodeId: string): Promise<void> {
  await tx
    .updateTable('fulfilment_order')
    .set({ node_id: nodeId, method: 'pickup', service: 'pickup' })
    .where('id', '=', parcelId)
    .execute();
}

/** The exchange of an order that waits to be paid, by the id under which that is asked. */
export async function exchangeToPay(db: Db, orderId: string): Promise<{ changeId: string; amountMinor: number } | undefined> {
  return db
    .selectFrom('return_case')
    .select(['id as changeId', 'exchange_more_minor as amountMinor'])
    .where('order_id', '=', orderId)
    .where('exchange_state', '=', 'awaiting_payment')
    .orderBy('asked_at')
    .executeTakeFirst();
}

/** What comes instead for a return, as a counter sees it; undefined where it is given back for money. */
export async function exchangeAtDesk(
  db: Db,
  { returnId, nodeId }: { returnId: string; nodeId: string }
): Promise<DeskExchange | undefined> {
  const { rows } = await sql<DeskExchange>`
    select r.exchange_state as state,
      coalesce((select sum(p.captured_minor) from payment p where p.order_id = r.order_id and p.change_id = r.id and p.lapsed_at is null), 0)::bigint as "paidMinor",
      coalesce((select c.goods_minor from order_credit c where c.order_id = r.order_id and c.cause = 'exchange:' || r.id), 0)::bigint as "nettedGoodsMinor",
      (select json_agg(json_build_object('lineId', l.id, 'title', g.title, 'options', v.options, 'quantity', coalesce(n.quantity, l.quantity),
          'unitPriceMinor', l.exchange_unit_price_minor, 'isHere', not v.tracked or v.sell_beyond_stock or l.quantity <= (
            coalesce((select s.available from stock_level s where s.variant_id = v.id and s.node_id = ${nodeId}), 0)
            + coalesce((select sum(a.quantity) from allocation a join fulfilment_line f on f.id = a.fulfilment_line_id
              where f.order_line_id = n.id and a.node_id = ${nodeId} and a.state = 'open'), 0))) order by l.place)
        from return_line l join variant v on v.id = l.exchange_variant_id join product g on g.id = v.product_id
          left join order_line n on n.id = l.exchange_order_line_id where l.return_id = r.id) as lines
    from return_case r where r.id = ${returnId} and r.exchange_state is not null`.execute(db);
  return rows[0];
}
