import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';
import type { OrderTable } from '../schema/orders.ts';

export type OwnOrder = {
  id: string;
  number: string;
  life: OrderTable['life'];
  currency: string;
  totalMinor: number;
  placedAt: Date;
  what: string;
};

export async function ordersOfCustomer(
  db: Db,
  customerId: string,
  { before, limit }: { before?: Date | undefined; limit: number }
): Promise<OwnOrder[]> {
  return db
    .selectFrom('orders as o')
    .select(['o.id', 'o.number', 'o.life', 'o.currency', 'o.total_minor as totalMinor', 'o.placed_at as placedAt'])
    .select((eb) =>
      eb
        .selectFrom('order_line as l')
        .select(sql<string>`string_agg(l.quantity || ' × ' || l.title, ', ' order by l.place)`.as('what'))
        .whereRef('l.order_id', '=', 'o.id')
        .$castTo<string>()
        .as('what')
    )
    .where('o.customer_id', '=', customerId)
    .$if(before !== undefined, (query) => query.where('o.placed_at', '<', before ?? new Date(0)))
    .orderBy('o.placed_at', 'desc')
    .orderBy('o.id', 'desc')
    .limit(limit)
    .execute() as Promise<OwnOrder[]>;
}

const ofGuest = (email: string) => sql<boolean>`customer_id is null and lower(contact ->> 'email') = ${email.toLowerCase()}`;

/** Orders that were placed with this address and belong to no account. */
export async function countGuestOrders(db: Db | Tx, email: string): Promise<number> {
  const { count } = await db
    .selectFrom('orders')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(ofGuest(email))
    .executeTakeFirstOrThrow();
  return count;
}

/** @returns how many there were */
export async function giveGuestOrders(tx: Tx, { email, customerId }: { email: string; customerId: string }): Promise<number> {
  const given = await tx.updateTable('orders').set({ customer_id: customerId }).where(ofGuest(email)).executeTakeFirst();
  return Number(given.numUpdatedRows);
}

/** Something of it still travels or is to be paid or collected. */
export async function hasOrdersUnderWay(tx: Tx, customerId: string): Promise<boolean> {
  const one = await tx
    .selectFrom('orders')
    .select('id')
    .where('customer_id', '=', customerId)
    .where((eb) =>
      eb.or([
        eb('life', 'in', ['placed', 'confirmed', 'on_hold']),
        eb.exists(
          eb
            .selectFrom('return_case as r')
            .select('r.id')
            .whereRef('r.order_id', '=', 'orders.id')
            .where('r.ended_at', 'is', null)
            .where('r.state', '<>', 'declined')
        )
      ])
    )
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
