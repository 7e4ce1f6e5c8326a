import { sql } from 'kysely';
import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { LabelFacts } from '#lib/commerce/store-work/label.ts';
import type { Db } from '../client.ts';

export type Labelled = LabelFacts & { nodeId: string; state: FulfilmentOrderState };

const GRAMS = sql`
  select case when bool_and(v.weight_grams is not null) then ceil(sum(v.weight_grams * l.quantity))::float8 end
  from fulfilment_line l join variant v on v.id = l.variant_id where l.fulfilment_order_id = f.id`;

const GOING = sql`
  select count(*) from fulfilment_order going where going.order_id = o.id and going.state not in ('cancelled', 'unfillable')`;

/** What the label of a parcel says. Who collects is called by a first name. Undefined for what never leaves a counter in a parcel. */
export async function labelOf(db: Db, fulfilmentOrderId: string): Promise<Labelled | undefined> {
  const { rows } = await sql<Labelled>`
    select f.node_id as "nodeId", f.state, f.method, f.service, o.number, f.place,
      (${GOING} and going.place <= f.place)::int as nth, (${GOING})::int as of, (${GRAMS}) as grams,
      json_build_object('name', n.name, 'address', n.address, 'city', n.city, 'postcode', n.postcode) as "from",
      case f.method
        when 'pickup' then json_build_object('name', coalesce(split_part(o.contact ->> 'name', ' ', 1), ''), 'phone', '', 'address', null)
        else json_build_object('name', coalesce(o.contact ->> 'name', ''), 'phone', coalesce(o.contact ->> 'phone', ''), 'address', o.address)
      end as "to",
      s.carrier, s.tracking_number as "trackingNumber"
    from fulfilment_order f
    join orders o on o.id = f.order_id
    join node n on n.id = f.node_id
    left join shipment s on s.fulfilment_order_id = f.id
    where f.id = ${fulfilmentOrderId} and f.method <> 'carry_out'`.execute(db);
  return rows[0];
}

export type ScannedParcel = { id: string; nodeId: string | null; state: FulfilmentOrderState };

export async function findByLabel(db: Db, { number, place }: { number: string; place: number }): Promise<ScannedParcel | undefined> {
  return db
    .selectFrom('fulfilment_order as f')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .select(['f.id', 'f.node_id as nodeId', 'f.state'])
    .where('o.number', '=', number)
    .where('f.place', '=', place)
    .where('f.method', '<>', 'carry_out')
    .executeTakeFirst();
}
