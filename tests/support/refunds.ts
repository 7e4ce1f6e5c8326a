import type { Db } from '#db/client.ts';

/** What goes back of an order, in the order it was owed, with what it is for. */
export const refundsOf = async (db: Db, orderId: string) =>
  db
    .selectFrom('refund as r')
    .innerJoin('order_credit as c', 'c.id', 'r.credit_id')
    .select(['r.id', 'c.reason', 'r.how', 'r.state', 'r.amount_minor', 'r.payment_id'])
    .where('r.order_id', '=', orderId)
    .orderBy('r.id')
    .execute();
