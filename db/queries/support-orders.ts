import { sql, type RawBuilder } from 'kysely';
import type { Who } from '#lib/commerce/support/who.ts';
import type { Db } from '../client.ts';
import { idsOfOrdersCalled } from './order-names.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NO_ID = '00000000-0000-0000-0000-000000000000';
/** For names that may be an id of ours: one that nothing has where it is none. */
export const idIn = (name: string): string => (UUID.test(name) ? name : NO_ID);

export type OwnOrder = { id: string; number: string; currency: string; version: number };

/** Whose it is stands in the statement: an order of somebody else is looked for, and not found, exactly like one that never was. */
const isOf = (who: Who): RawBuilder<boolean> => {
  if (who.as === 'customer') return sql<boolean>`o.customer_id = ${who.customerId}::uuid`;
  return who.as === 'guest' ? sql<boolean>`o.id = ${who.orderId}::uuid` : sql<boolean>`false`;
};

/** Whoever's talk it is calls it by its number, by its id, or as it was called where it came from. Without a name it is that of a guest. */
export async function ownOrder(db: Db, who: Who, name: string | undefined): Promise<OwnOrder | undefined> {
  const called = name ?? (who.as === 'guest' ? who.orderId : '');
  const { rows } = await sql<OwnOrder>`
    select o.id, o.number, o.currency, o.version from orders o
    where o.id in (select * from ${idsOfOrdersCalled([called])} called union select ${idIn(called)}::uuid) and ${isOf(who)}
    order by o.number = ${called} desc, o.placed_at desc limit 1`.execute(db);
  return rows[0];
}

export type NamedLine = {
  orderLineId: string;
  variantId: string;
  productId: string;
  title: string;
  options: string[];
  sku: string | null;
  quantity: number;
  names: string[];
};

/** The things of an order with all that they are called here and where they came from. */
export async function namedLines(db: Db, orderId: string): Promise<NamedLine[]> {
  const { rows } = await sql<NamedLine>`
    select l.id as "orderLineId", l.variant_id as "variantId", v.product_id as "productId", l.title, l.options, v.sku, l.quantity,
      array_remove(array_cat(array[l.sku, named.kept ->> ('/lines/' || (l.place - 1) || '/id')],
        (select array_agg(x.external_id) from external_ref x where x.type = 'variant' and x.our_id = l.variant_id::text)), null) as names
    from order_line l join variant v on v.id = l.variant_id
      left join lateral (select kept from external_ref where type = 'order' and our_id = l.order_id::text order by at, source limit 1) named on true
    where l.order_id = ${orderId} order by l.place`.execute(db);
  return rows;
}

export type VersionedEvent = { type: string; version: number; at: string; of: string | null };

/** What happened to an order, the newest of each kind of each parcel or return. */
export async function newestEvents(db: Db, orderId: string): Promise<VersionedEvent[]> {
  const { rows } = await sql<VersionedEvent>`
    select distinct on (e.type, of) e.type, e.version, to_json(e.at) #>> '{}' as at,
      coalesce(e.data ->> 'fulfilmentOrderId', e.data ->> 'returnId') as of
    from event e where e.topic = ${`order:${orderId}`} order by e.type, of, e.version desc`.execute(db);
  return rows.toSorted((a, b) => a.version - b.version);
}

/** Ids that somebody of the house wrote by hand: ours, or what a thing is called where it came from. */
export async function idCalled(db: Db, type: 'customer' | 'order', name: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id::text, 0 as place from app_user where ${type} = 'customer' and role = 'shopper' and id = ${idIn(name)}::uuid
      union all select id::text, 0 from orders where ${type} = 'order' and (id = ${idIn(name)}::uuid or number = ${name})
      union all select our_id, 1 from external_ref where type = ${type} and external_id = ${name}) x
    order by place limit 1`.execute(db);
  return rows[0]?.id;
}
