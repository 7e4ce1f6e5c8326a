import { sql } from 'kysely';
import type { BackReason, HowBack } from '#lib/commerce/payments/money-back.ts';
import type { Instrument } from '#lib/commerce/payments/spread.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { PaymentState } from '#lib/commerce/payments/payment.machine.ts';
import type { Db, Tx } from '../client.ts';
import type { PaymentMethod } from '../schema/orders.ts';
import { CAME_TOO_LATE, TAKING, TO_TAKE } from './captures.ts';
import { insertTransaction, movePayment, moveTransaction } from './payments.ts';
import { IS_REFUSED } from './refused-refunds.ts';

/** The payments of an order that were made or are to be made, the oldest first, with what is owed back of each and not sent yet. What came too late is none of them. */
export async function instrumentsOf(tx: Db | Tx, orderId: string): Promise<(Instrument & { currency: string; changeId: string | null })[]> {
  return tx
    .selectFrom('payment as p')
    .select(['p.id as paymentId', 'p.method', 'p.state', 'p.currency', 'p.amount_minor as amountMinor', 'p.change_id as changeId'])
    .select(['p.captured_minor as capturedMinor', 'p.refunded_minor as refundedMinor'])
    .select(
      sql<number>`(select coalesce(sum(r.amount_minor), 0)::bigint from refund r where r.payment_id = p.id and r.state = 'due')`.as(
        'owedMinor'
      )
    )
    .select([TO_TAKE.as('toTakeMinor'), TAKING.as('takingMinor')])
    .where('p.order_id', '=', orderId)
    .where('p.state', 'not in', ['declined', 'voided'])
    .where(sql<boolean>`not ${CAME_TOO_LATE}`)
    .orderBy('p.id')
    .execute();
}

/** What bringing the order cost and was not given back yet. */
export async function bringingLeft(tx: Tx, orderId: string): Promise<number> {
  const { left } = await tx
    .selectFrom('orders as o')
    .select(
      sql<number>`(o.delivery_minor - (select coalesce(sum(c.delivery_minor), 0) from order_credit c where c.order_id = o.id))::bigint`.as(
        'left'
      )
    )
    .where('o.id', '=', orderId)
    .executeTakeFirstOrThrow();
  return left;
}

/** What of a credit pays for a new line, and what is kept of it, as the books have it; undefined where there is none. */
export async function nettedBy(
  db: Db | Tx,
  of: { orderId: string; cause: string }
): Promise<{ nettedMinor: number; feeMinor: number } | undefined> {
  return db
    .selectFrom('order_credit')
    .select(['netted_minor as nettedMinor', 'fee_minor as feeMinor'])
    .where('order_id', '=', of.orderId)
    .where('cause', '=', of.cause)
    .executeTakeFirst();
}

export type NewCredit = {
  id: string;
  orderId: string;
  cause: string;
  reason: BackReason;
  fulfilmentOrderId: string | null;
  returnId: string | null;
  goodsMinor: number;
  deliveryMinor: number;
  goodwillMinor: number;
  feeMinor: number;
  nettedMinor: number;
  untakenMinor: number;
  bonusMinor: number;
  policy: object | null;
  actor: Actor;
  at: Date;
};

/** False when that is the shopper's again already. */
export async function insertCredit(tx: Tx, credit: NewCredit): Promise<boolean> {
  const made = await tx
    .insertInto('order_credit')
    .values({
      id: credit.id,
      order_id: credit.orderId,
      cause: credit.cause,
      reason: credit.reason,
      fulfilment_order_id: credit.fulfilmentOrderId,
      return_id: credit.returnId,
      goods_minor: credit.goodsMinor,
      delivery_minor: credit.deliveryMinor,
      goodwill_minor: credit.goodwillMinor,
      fee_minor: credit.feeMinor,
      netted_minor: credit.nettedMinor,
      untaken_minor: credit.untakenMinor,
      bonus_minor: credit.bonusMinor,
      policy: credit.policy && JSON.stringify(credit.policy),
      actor: JSON.stringify(credit.actor),
      at: credit.at
    })
    .onConflict((taken) => taken.columns(['order_id', 'cause']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

export type NewRefund = { id: string; orderId: string; creditId: string; paymentId: string; amountMinor: number; how: HowBack; at: Date };

/** What was taken off what is to be paid needs no sending. */
export async function insertRefund(tx: Tx, { how, at, ...refund }: NewRefund): Promise<void> {
  await tx
    .insertInto('refund')
    .values({
      id: refund.id,
      order_id: refund.orderId,
      credit_id: refund.creditId,
      payment_id: refund.paymentId,
      amount_minor: refund.amountMinor,
      how,
      state: how === 'taken-off' ? 'paid' : 'due',
      due_at: at,
      paid_at: how === 'taken-off' ? at : null
    })
    .execute();
}

export type Refund = {
  id: string;
  orderId: string;
  creditId: string;
  paymentId: string;
  amountMinor: number;
  how: HowBack;
  state: 'due' | 'paid';
};

export async function findRefund(db: Db | Tx, id: string): Promise<Refund | undefined> {
  return db
    .selectFrom('refund')
    .select([
      'id',
      'order_id as orderId',
      'credit_id as creditId',
      'payment_id as paymentId',
      'amount_minor as amountMinor',
      'how',
      'state'
    ])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whether it is still to be sent; nobody takes it back until this transaction ends. */
export async function lockDueRefund(tx: Tx, id: string): Promise<boolean> {
  const due = await tx.selectFrom('refund').select('id').where('id', '=', id).where('state', '=', 'due').forUpdate().executeTakeFirst();
  return due !== undefined;
}

/** What a credit gives on top when it goes to store credit. */
export async function bonusOf(tx: Tx, creditId: string): Promise<number> {
  const row = await tx.selectFrom('order_credit').select('bonus_minor').where('id', '=', creditId).executeTakeFirstOrThrow();
  return row.bonus_minor;
}

type Given = { transactionId: string; reference: string; after: { state: PaymentState; refundedMinor: number }; at: Date };

/** Money that needed no bank: the payment, the transaction that stands for it and the refund together. */
export async function noteGivenBack(tx: Tx, refund: Refund, method: PaymentMethod, given: Given): Promise<void> {
  const { id, paymentId, amountMinor } = refund;
  const { transactionId, reference, after, at } = given;
  // A bank may have been asked for it before, and refused.
  await insertTransaction(tx, { id: transactionId, paymentId, kind: 'refund', key: `given:${id}`, amountMinor, method, at });
  await moveTransaction(tx, transactionId, { state: 'succeeded', reference, at });
  await movePayment(tx, paymentId, after);
  await markRefundPaid(tx, id, at);
}

export async function markRefundPaid(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('refund').set({ state: 'paid', paid_at: at }).where('id', '=', id).where('state', '=', 'due').execute();
}

/** So much less is to be paid in cash, or to be taken of what a bank stands for. */
export async function lowerPayment(tx: Tx, paymentId: string, byMinor: number): Promise<void> {
  await tx
    .updateTable('payment')
    .set((eb) => ({ amount_minor: eb('amount_minor', '-', byMinor), version: eb('version', '+', 1) }))
    .where('id', '=', paymentId)
    .where('state', 'in', ['pending', 'authorized', 'partially_captured', 'partially_refunded'])
    .execute();
}

/** What is owed by a bank or a balance since before: its job was given up, or it came with an order of another shop like this. What a bank refused is not among it. */
export async function unsentRefunds(db: Db, before: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('refund as r')
    .select('id')
    .where('state', '=', 'due')
    .where('how', 'in', ['bank', 'gift-card', 'store-credit'])
    .where('due_at', '<', before)
    .where(sql<boolean>`not ${IS_REFUSED}`)
    .orderBy('due_at')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** To which place came what a refund is for, if it is for a return; and the cash that went back for the same order before. */
export async function cashAtCounter(db: Db | Tx, refundId: string): Promise<{ nodeId: string | null; givenMinor: number }> {
  const { rows } = await sql<{ nodeId: string | null; givenMinor: number }>`
    select r.came_to_node_id as "nodeId", (select coalesce(sum(g.amount_minor), 0)::bigint from refund g
      where g.order_id = f.order_id and g.how = 'by-hand' and g.state = 'paid') as "givenMinor"
    from refund f join order_credit c on c.id = f.credit_id left join return_case r on r.id = c.return_id
    where f.id = ${refundId}`.execute(db);
  return rows[0] ?? { nodeId: null, givenMinor: 0 };
}
