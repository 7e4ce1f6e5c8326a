import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { idsOfOrdersCalled } from './order-names.ts';

export type GuestOrder = { id: string; number: string; email: string; postcode: string };

const known = (db: Db) =>
  db
    .selectFrom('orders as o')
    .select(['o.id', 'o.number'])
    .select(sql<string>`lower(coalesce(o.contact ->> 'email', ''))`.as('email'))
    .select(sql<string>`coalesce(o.address ->> 'postcode', '')`.as('postcode'));

const MOST_OF_A_NAME = 10;

/** What proves that an order is somebody's: of the orders that are called so, here or where they came from. */
export async function guestOrdersCalled(db: Db, names: readonly string[]): Promise<GuestOrder[]> {
  return known(db)
    .where(sql<boolean>`o.id in ${idsOfOrdersCalled(names)}`)
    .limit(MOST_OF_A_NAME)
    .execute();
}

/** The same of the order that a parcel belongs to. */
export async function guestOrderOfParcel(db: Db, fulfilmentOrderId: string): Promise<GuestOrder | undefined> {
  return known(db).innerJoin('fulfilment_order as f', 'f.order_id', 'o.id').where('f.id', '=', fulfilmentOrderId).executeTakeFirst();
}

type SlipThing = { title: string; options: string[]; quantity: number };

/** What the slip of a parcel says; a first name only, for whoever sees it lie there. */
export async function slipOf(
  db: Db,
  fulfilmentOrderId: string
): Promise<{ number: string; name: string; things: SlipThing[] } | undefined> {
  const { rows } = await sql<{ number: string; name: string; things: SlipThing[] }>`
    select o.number, coalesce(split_part(o.contact ->> 'name', ' ', 1), '') as name,
      (select json_agg(json_build_object('title', ol.title, 'options', v.options, 'quantity', l.quantity) order by ol.place)
        from fulfilment_line l join order_line ol on ol.id = l.order_line_id join variant v on v.id = l.variant_id
        where l.fulfilment_order_id = f.id) as things
    from fulfilment_order f join orders o on o.id = f.order_id where f.id = ${fulfilmentOrderId}`.execute(db);
  return rows[0];
}
