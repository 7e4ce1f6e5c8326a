import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';
import { IS_LATE_REFUSED } from './refused-refunds.ts';
import { BY_BALANCE, newestOf, selectPayment, type OpenPayment } from './payments.ts';

type Late = { orderId: string; changeId: string | undefined; isOver: boolean };

/**
 * What a bank took for the order, or for a change of it, after its time, and was not sent back yet, nor refused. `isOver`: the order is, so what came for it is late;
 * of a change each payment says so itself.
 */
export async function latePayment(db: Db | Tx, { orderId, changeId, isOver }: Late): Promise<OpenPayment | undefined> {
  const query = selectPayment(db)
    .where('p.order_id', '=', orderId)
    .where('p.state', '=', 'captured')
    .where((eb) => eb.not(BY_BALANCE))
    .where(sql<boolean>`not ${IS_LATE_REFUSED}`);
  if (changeId !== undefined) return newestOf(query.where('p.change_id', '=', changeId).where('p.lapsed_at', 'is not', null));
  return isOver ? newestOf(query.where('p.change_id', 'is', null)) : undefined;
}

type OfPayment = { orderId: string; changeId: string | null };

/**
 * Whose money came late before, and has not gone back yet, nor was refused. That it was late only the order's log says: of an order that was cancelled when it had
 * been paid, the same money is owed as any other.
 */
export async function lateAndKept(db: Db, before: Date, most: number): Promise<OfPayment[]> {
  const { rows } = await sql<OfPayment>`
    select p.order_id as "orderId", p.change_id as "changeId"
    from event e join payment p on p.id = (e.data ->> 'paymentId')::uuid
    where e.type = 'payment.captured' and e.data -> 'late' = 'true' and e.at < ${before} and p.state = 'captured'
      and not ${IS_LATE_REFUSED}
    order by e.at limit ${most}`.execute(db);
  return rows;
}

/** By the books, what was paid on top for a change or an exchange, by whatever ways; not what came too late. */
export async function paidOnTopOf(tx: Tx, orderId: string, changeId: string): Promise<number> {
  const { paid } = await tx
    .selectFrom('payment')
    .select(sql<number>`coalesce(sum(captured_minor), 0)::bigint`.as('paid'))
    .where('order_id', '=', orderId)
    .where('change_id', '=', changeId)
    .where('lapsed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return paid;
}

/** Whether a bank, or a hand, took some of what was paid on top for a change. */
export async function takenElsewhere(tx: Tx, orderId: string, changeId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('payment as p')
    .select('p.id')
    .where('p.order_id', '=', orderId)
    .where('p.change_id', '=', changeId)
    .where('p.captured_minor', '>', 0)
    .where((eb) => eb.not(BY_BALANCE))
    .executeTakeFirst();
  return row !== undefined;
}
