import { sql } from 'kysely';
import type { HowBack } from '#lib/commerce/payments/money-back.ts';
import type { Db, Tx } from '../client.ts';

export type NewRefund = {
  id: string;
  orderId: string;
  paymentId: string;
  fulfilmentOrderId: string;
  reason: 'not-filled' | 'late' | 'uncollected' | 'changed';
  amountMinor: number;
  how: HowBack;
  at: Date;
};

/** False when that parcel's money for that reason is owed already. */
export async function insertRefund(tx: Tx, { how, at, ...refund }: NewRefund): Promise<boolean> {
  const made = await tx
    .insertInto('refund')
    .values({
      id: refund.id,
      order_id: refund.orderId,
      payment_id: refund.paymentId,
      fulfilment_order_id: refund.fulfilmentOrderId,
      reason: refund.reason,
      amount_minor: refund.amountMinor,
      how,
      state: how === 'taken-off' ? 'paid' : 'due',
      due_at: at,
      paid_at: how === 'taken-off' ? at : null
    })
    .onConflict((taken) => taken.columns(['fulfilment_order_id', 'reason']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

export type Refund = { id: string; orderId: string; paymentId: string; amountMinor: number; how: HowBack; state: 'due' | 'paid' };

export async function findRefund(db: Db | Tx, id: string): Promise<Refund | undefined> {
  return db
    .selectFrom('refund')
    .select(['id', 'order_id as orderId', 'payment_id as paymentId', 'amount_minor as amountMinor', 'how', 'state'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** What is owed of a payment and not sent yet, in its minor units. */
export async function owedOf(tx: Tx, paymentId: string): Promise<number> {
  const { owed } = await tx
    .selectFrom('refund')
    .select(sql<number>`coalesce(sum(amount_minor), 0)::bigint`.as('owed'))
    .where('payment_id', '=', paymentId)
    .where('state', '=', 'due')
    .executeTakeFirstOrThrow();
  return owed;
}

export async function markRefundPaid(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('refund').set({ state: 'paid', paid_at: at }).where('id', '=', id).where('state', '=', 'due').execute();
}

/** So much less is to be paid in cash. */
export async function lowerPayment(tx: Tx, paymentId: string, byMinor: number): Promise<void> {
  await tx
    .updateTable('payment')
    .set((eb) => ({ amount_minor: eb('amount_minor', '-', byMinor), version: eb('version', '+', 1) }))
    .where('id', '=', paymentId)
    .where('state', '=', 'pending')
    .execute();
}
