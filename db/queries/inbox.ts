import { sql } from 'kysely';
import type { KeptNotice } from '#lib/commerce/notices/inbox.ts';
import type { Db, Tx } from '../client.ts';

/** Dates and reason are those of the event it tells of; what may be done about it is that of now. */
const NOTICE = sql`
  select n.id, n.order_id as "orderId", o.number, n.kind, n.title, n.words, n.at, n.read_at as "readAt", e.data ->> 'reason' as reason,
    e.data ->> 'fulfilmentOrderId' as "fulfilmentOrderId", e.data ->> 'returnId' as "returnId",
    case when n.kind = 'promise' then jsonb_build_object('from', e.data ->> 'wasFrom', 'until', e.data ->> 'wasUntil') end as was,
    case when n.kind = 'promise' then jsonb_build_object('from', e.data ->> 'deliverFrom', 'until', e.data ->> 'deliverUntil') end as now,
    n.kind = 'choice' and exists (select from parcel_choice c where c.id = (e.data ->> 'choiceId')::uuid and c.state = 'open') as "isAsked",
    (select c.undo_until from order_change c where c.id = (e.data ->> 'changeId')::uuid and c.state = 'confirmed') as "undoUntil",
    o.life = 'confirmed' and coalesce(f.method <> 'carry_out' and f.state in ('allocated', 'released'), false) as "mayChange"
  from notice n
  join orders o on o.id = n.order_id
  join event e on e.topic = 'order:' || n.order_id and e.version = n.version
  left join fulfilment_order f on f.id = (e.data ->> 'fulfilmentOrderId')::uuid`;

/** All of an order, the newest first. */
export async function noticesOfOrder(db: Db, orderId: string): Promise<KeptNotice[]> {
  const { rows } = await sql<KeptNotice>`${NOTICE} where n.order_id = ${orderId} order by n.at desc, n.id desc`.execute(db);
  return rows;
}

/** Those of all orders of an account, the newest first. */
export async function noticesOfCustomer(
  db: Db,
  customerId: string,
  { before, limit }: { before?: Date | undefined; limit: number }
): Promise<KeptNotice[]> {
  const { rows } = await sql<KeptNotice>`
    ${NOTICE} where o.customer_id = ${customerId} and (${before ?? null}::timestamptz is null or n.at < ${before ?? null})
    order by n.at desc, n.id desc limit ${limit}`.execute(db);
  return rows;
}

type Whose = { orderId: string } | { customerId: string };

/** Whatever was told up to then, of one order or of all those of an account. */
export async function markRead(tx: Tx, whose: Whose, { upTo, at }: { upTo: Date; at: Date }): Promise<void> {
  const theirs = 'orderId' in whose ? sql`o.id = ${whose.orderId}` : sql`o.customer_id = ${whose.customerId}`;
  await sql`
    update notice n set read_at = ${at} from orders o
    where o.id = n.order_id and ${theirs} and n.read_at is null and n.at <= ${upTo}`.execute(tx);
}
