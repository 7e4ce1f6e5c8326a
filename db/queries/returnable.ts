import { sql } from 'kysely';
import type { ReturnableOrder, SentLine } from '#lib/commerce/policies/decide-return.ts';
import type { Db, Tx } from '../client.ts';

/** When a parcel reached its shopper, whichever way. */
export const CAME = sql`case f.method when 'carry_out' then o.placed_at when 'ship' then s.delivered_at else (
  select max(e.at) from event e where e.topic = 'order:' || o.id and e.type = 'fo.collected' and e.data ->> 'fulfilmentOrderId' = f.id::text) end`;

const SENT = sql`
  select json_agg(json_build_object('fulfilmentLineId', l.id, 'orderLineId', l.order_line_id, 'variantId', l.variant_id, 'productId', v.product_id,
    'category', g.category, 'quantity', l.quantity, 'unitPriceMinor', ol.unit_price_minor, 'title', ol.title, 'options', ol.options,
    'imageSrc', ol.image_src,
    'claimed', (select count(*) from return_unit u where u.fulfilment_line_id = l.id and u.is_claimed),
    'handedOverAt', coalesce(s.created_at, (${CAME})), 'deliveredAt', (${CAME})) order by ol.place, l.id)
  from fulfilment_order f
    join fulfilment_line l on l.fulfilment_order_id = f.id
    join order_line ol on ol.id = l.order_line_id
    join variant v on v.id = l.variant_id
    join product g on g.id = v.product_id
    left join shipment s on s.fulfilment_order_id = f.id and s.state <> 'cancelled'
  where f.order_id = o.id and f.state not in ('cancelled', 'uncollected', 'unfillable')`;

export type ReturnableLine = SentLine & { title: string; options: string[]; imageSrc: string | null };
export type Returnable = Omit<ReturnableOrder, 'lines' | 'timeZone'> & {
  number: string;
  channel: string;
  country: string;
  postcode: string | null;
  currency: string;
  customerId: string | null;
  version: number;
  lines: ReturnableLine[];
};

type ReturnableRow = Omit<Returnable, 'lines'> & {
  lines: (Omit<ReturnableLine, 'handedOverAt' | 'deliveredAt'> & { handedOverAt: string | null; deliveredAt: string | null })[] | null;
};

/** What was sent of an order and may come back, with what is on its way back by now. */
export async function returnableOrder(db: Db | Tx, orderId: string): Promise<Returnable | undefined> {
  const { rows } = await sql<ReturnableRow>`
    select o.number, o.channel, o.country, o.currency, o.customer_id as "customerId", o.address ->> 'postcode' as postcode, o.version, o.placed_at as "placedAt",
      o.delivery_minor as "bringingMinor", (${SENT}) as lines,
      (select count(*)::int from return_case r where r.order_id = o.id and r.state not in ('cancelled', 'expired', 'declined')) as returns,
      (select count(*)::int from return_case r where r.order_id = o.id and r.exchange_state <> 'given_back'
        and r.state not in ('cancelled', 'expired', 'declined')) as exchanges,
      (select coalesce(sum(l.unit_price_minor), 0)::bigint from return_case r join return_unit u on u.return_id = r.id
        join return_line l on l.id = u.return_line_id where r.order_id = o.id and u.is_claimed) as "claimedMinor"
    from orders o where o.id = ${orderId}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const lines = (row.lines ?? []).map((line) => ({
    ...line,
    handedOverAt: dateOf(line.handedOverAt),
    deliveredAt: dateOf(line.deliveredAt)
  }));
  return { ...row, lines, lastDeliveredAt: lastOf(lines.map(({ deliveredAt }) => deliveredAt)) };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Null while one of them is still to come. */
function lastOf(dates: (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null);
  return known.length === 0 || known.length < dates.length ? null : new Date(Math.max(...known.map((date) => date.getTime())));
}
