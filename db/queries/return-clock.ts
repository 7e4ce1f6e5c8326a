import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '../client.ts';
import { cameAfter } from './came-over.ts';

/** Returns of an order that wait for nothing but their money. */
export async function settledReturns(db: Db, orderId: string): Promise<string[]> {
  const rows = await db.selectFrom('return_case').select('id').where('order_id', '=', orderId).where('state', '=', 'settled').execute();
  return rows.map(({ id }) => id);
}

/** Whether something that a return gives was not given yet. */
export async function hasMoneyDue(tx: Db | Tx, returnId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('refund as r')
    .innerJoin('order_credit as c', 'c.id', 'r.credit_id')
    .select('r.id')
    .where('c.return_id', '=', returnId)
    .where('r.state', '=', 'due')
    .executeTakeFirst();
  return row !== undefined;
}

/** What was credited for the goods of a return, in minor units; what they paid for is part of it. */
export async function creditedGoods(tx: Tx, returnId: string): Promise<number> {
  const { goods } = await tx
    .selectFrom('order_credit')
    .select(sql<number>`coalesce(sum(goods_minor), 0)::bigint`.as('goods'))
    .where('return_id', '=', returnId)
    .executeTakeFirstOrThrow();
  return goods;
}

/**
 * Of a `return_case r`: its clock has run out and its money is not there: it is owed and was not sent, or could not be owed yet though the goods
 * are with us or on their way, or nobody has said yes or no. What waits for its shopper is late by none of ours.
 */
export const isOverdue = (at: Date): RawBuilder<boolean> => sql<boolean>`
  r.ended_at is null and r.refund_due_at < ${at}::timestamptz
    and not ${cameAfter(sql`r.order_id`, sql`r.refund_due_at`)}
    and case when r.owed_at is null
      then r.state in ('in_transit', 'dropped_off', 'received', 'inspecting', 'dispositioned', 'settled')
        or r.state = 'requested' and r.exchange_state is distinct from 'awaiting_payment'
      else exists (select from order_credit c join refund f on f.credit_id = c.id where c.return_id = r.id and f.state = 'due') end`;

/** Those of them that nobody was told of yet, the longest first. */
export async function overdueReturns(db: Db, at: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from return_case r
    where not r.is_overdue_told and ${isOverdue(at)}
    order by r.refund_due_at limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

/** What nobody sent in time. */
export async function unsentReturns(db: Db, at: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('return_case')
    .select('id')
    .where('state', 'in', ['approved', 'label_issued', 'store_dropoff'])
    .where('send_by', '<', at)
    .where(sql<boolean>`not ${cameAfter(sql`order_id`, sql`send_by`)}`)
    .orderBy('send_by')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}
