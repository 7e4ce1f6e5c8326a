import { sql } from 'kysely';
import type { Choice, Sibling, UnfilledParcel } from '#lib/commerce/parcel-choice/ways-on.ts';
import type { Db, Tx } from '../client.ts';
import { parcelToMove } from './move-parcel.ts';
import { findOrder } from './orders.ts';
import { newestPayment } from './payments.ts';
import { cameAfter } from './came-over.ts';

/** The parcel, what its shopper is asked, and what is like the thing that is missing. */
export async function unfilledParcel(db: Db, fulfilmentOrderId: string): Promise<UnfilledParcel | undefined> {
  const parcel = await parcelToMove(db, fulfilmentOrderId);
  if (!parcel) return undefined;
  const choice = (await openChoice(db, fulfilmentOrderId)) ?? null;
  const payment = await newestPayment(db, parcel.order.id);
  const toPay = payment?.state !== 'pending' ? null : payment.method === 'pay_in_store' ? 'at-counter' : 'at-door';
  return {
    ...parcel,
    choice,
    siblings: choice ? await siblingsOf(db, choice) : [],
    toPay,
    isBringingPaid: (await sumsOf(db, fulfilmentOrderId)).deliveryMinor > 0,
    isConfirmed: (await findOrder(db, parcel.order.id))?.life === 'confirmed'
  };
}

async function openChoice(db: Db | Tx, fulfilmentOrderId: string): Promise<Choice | undefined> {
  const row = await db
    .selectFrom('parcel_choice')
    .select(['id', 'from_node_id as fromNodeId', 'reason', 'decide_by as decideBy'])
    .select(sql<Choice['missing']>`missing`.as('missing'))
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row && { ...row, decideBy: row.decideBy.toISOString() };
}

/** Other makes of what is missing, for the same money, at the place where it is missing. */
async function siblingsOf(db: Db, { fromNodeId, missing }: Choice): Promise<Sibling[]> {
  const gone = missing.map(({ variantId }) => variantId);
  if (gone.length === 0) return [];
  const { rows } = await sql<Sibling>`
    select s.id as "variantId", v.id as "insteadOf", s.options, s.tracked and not s.sell_beyond_stock as counted,
      coalesce(l.available, 0) as available
    from variant v
    join variant s on s.product_id = v.product_id and s.id <> v.id
    join price was on was.variant_id = v.id
    join price is_now on is_now.variant_id = s.id and is_now.price_list = was.price_list and is_now.amount_minor = was.amount_minor
    left join stock_level l on l.variant_id = s.id and l.node_id = ${fromNodeId}
    where v.id = any (${gone}::uuid[]) and (coalesce(l.available, 0) > 0 or not s.tracked or s.sell_beyond_stock)
    order by s.position, s.id`.execute(db);
  return rows;
}

export type ChoiceHead = {
  id: string;
  orderId: string;
  fulfilmentOrderId: string;
  state: 'open' | 'chosen' | 'lapsed';
  chosen: string;
  decideBy: Date;
};

const head = ['id', 'order_id as orderId', 'fulfilment_order_id as fulfilmentOrderId', 'state', 'chosen', 'decide_by as decideBy'] as const;

/** What was asked last about a parcel. */
export async function newestChoice(db: Db | Tx, fulfilmentOrderId: string): Promise<ChoiceHead | undefined> {
  return db
    .selectFrom('parcel_choice')
    .select(head)
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function findChoice(db: Db | Tx, id: string): Promise<ChoiceHead | undefined> {
  return db.selectFrom('parcel_choice').select(head).where('id', '=', id).executeTakeFirst();
}

export async function endChoice(tx: Tx, id: string, end: { state: 'chosen' | 'lapsed'; chosen: string; at: Date }): Promise<void> {
  await tx
    .updateTable('parcel_choice')
    .set({ state: end.state, chosen: end.chosen, ended_at: end.at })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

/** The same by its parcel, which ends otherwise. */
export async function endOpenChoice(tx: Tx, fulfilmentOrderId: string, end: { state: 'chosen'; chosen: string; at: Date }): Promise<void> {
  await tx
    .updateTable('parcel_choice')
    .set({ state: end.state, chosen: end.chosen, ended_at: end.at })
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .where('state', '=', 'open')
    .execute();
}

/** What nobody chose in time, a few at once. */
export async function lapsedChoices(db: Db, at: Date, most: number): Promise<{ id: string; orderId: string }[]> {
  return db
    .selectFrom('parcel_choice')
    .select(['id', 'order_id as orderId'])
    .where('state', '=', 'open')
    .where('decide_by', '<=', at)
    .where(sql<boolean>`not ${cameAfter(sql`order_id`, sql`decide_by`)}`)
    .orderBy('decide_by')
    .limit(most)
    .execute();
}

/** The parcels of an order whose shopper is asked. */
export async function openChoicesOf(db: Db, orderId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('parcel_choice')
    .select('fulfilment_order_id as id')
    .where('order_id', '=', orderId)
    .where('state', '=', 'open')
    .orderBy('asked_at')
    .execute();
  return rows.map(({ id }) => id);
}

/** What the things of a parcel cost, and what bringing the whole order did, in minor units of its currency. */
export async function sumsOf(tx: Db | Tx, fulfilmentOrderId: string): Promise<{ goodsMinor: number; deliveryMinor: number }> {
  return tx
    .selectFrom('fulfilment_order as f')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .innerJoin('fulfilment_line as l', 'l.fulfilment_order_id', 'f.id')
    .innerJoin('order_line as ol', 'ol.id', 'l.order_line_id')
    .select([sql<number>`sum(l.quantity * ol.unit_price_minor)::bigint`.as('goodsMinor'), 'o.delivery_minor as deliveryMinor'])
    .where('f.id', '=', fulfilmentOrderId)
    .groupBy('o.delivery_minor')
    .executeTakeFirstOrThrow();
}
