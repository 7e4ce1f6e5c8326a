import { sql } from 'kysely';
import type { PaymentState } from '#lib/commerce/payments/payment.machine.ts';
import type { PaymentMethod, PaymentTransactionTable } from '../schema/orders.ts';
import type { Db, Tx } from '../client.ts';
import { cameAfter } from './came-over.ts';

export type OpenPayment = {
  id: string;
  method: PaymentMethod;
  state: PaymentState;
  currency: string;
  amountMinor: number;
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  /** Of a change of the order that costs more; null: of the order itself. */
  changeId: string | null;
  isLapsed: boolean;
  transaction: {
    id: string;
    kind: 'charge' | 'authorize';
    key: string;
    state: 'started' | 'action_required' | 'succeeded' | 'failed';
    reference: string | null;
    reason: string | null;
    actionUrl: string | null;
  } | null;
};

/** Of a payment `p` and the call `t` that asked the bank for it. */
export const OF_PAYMENT = [
  'p.id',
  'p.method',
  'p.state',
  'p.currency',
  'p.amount_minor',
  'p.authorized_minor',
  'p.captured_minor',
  'p.refunded_minor',
  'p.change_id',
  'p.lapsed_at',
  't.id as tid',
  't.kind as tkind',
  't.provider_key',
  't.state as tstate',
  't.reference',
  't.reason',
  't.action_url'
] as const;

/** A bank was asked for money, or to stand for it. */
export const OPENING = ['charge', 'authorize'] as const;

export const selectPayment = (db: Db | Tx) =>
  db
    .selectFrom('payment as p')
    .leftJoin('payment_transaction as t', (join) => join.onRef('t.payment_id', '=', 'p.id').on('t.kind', 'in', OPENING))
    .select(OF_PAYMENT);

/** Of several the newest, and what a balance covers behind what is paid beside it. */
export async function newestOf(query: ReturnType<typeof selectPayment>): Promise<OpenPayment | undefined> {
  const row = await query.orderBy(BY_BALANCE).orderBy('p.id', 'desc').orderBy('t.id', 'desc').limit(1).executeTakeFirst();
  return row && paymentOf(row);
}

/** What a gift card or store credit covers comes after what is paid beside it. */
export const BY_BALANCE = sql<boolean>`p.method in ('gift_card', 'store_credit')`;

/**
 * The newest payment of the order itself, or of a change of it, with the call that asked the bank for it: the one that is to be paid, if there
 * is one; what a gift card or store credit covers only when that is all.
 */
export async function newestPayment(db: Db | Tx, orderId: string, changeId: string | null = null): Promise<OpenPayment | undefined> {
  const query = selectPayment(db).where('p.order_id', '=', orderId);
  return newestOf(query.where('p.change_id', changeId === null ? 'is' : '=', changeId));
}

export async function findPayment(db: Db | Tx, id: string): Promise<OpenPayment | undefined> {
  const row = await selectPayment(db).where('p.id', '=', id).orderBy('t.id', 'desc').limit(1).executeTakeFirst();
  return row && paymentOf(row);
}

type Call = NonNullable<OpenPayment['transaction']>;
type PaymentRow = {
  id: string;
  method: PaymentMethod;
  state: PaymentState;
  currency: string;
  amount_minor: number;
  authorized_minor: number;
  captured_minor: number;
  refunded_minor: number;
  change_id: string | null;
  lapsed_at: Date | string | null;
  tid: string | null;
  tkind: PaymentTransactionTable['kind'] | null;
  provider_key: string | null;
  tstate: Call['state'] | null;
  reference: string | null;
  reason: string | null;
  action_url: string | null;
};

export function paymentOf(row: PaymentRow): OpenPayment {
  const { tid, tkind: kind, provider_key: key, tstate, reference, reason, action_url: actionUrl } = row;
  return {
    id: row.id,
    method: row.method,
    state: row.state,
    currency: row.currency,
    amountMinor: row.amount_minor,
    authorizedMinor: row.authorized_minor,
    capturedMinor: row.captured_minor,
    refundedMinor: row.refunded_minor,
    changeId: row.change_id,
    isLapsed: row.lapsed_at !== null,
    transaction:
      tid && key && tstate
        ? { id: tid, kind: kind === 'authorize' ? kind : 'charge', key, state: tstate, reference, reason, actionUrl }
        : null
  };
}

export async function movePayment(
  tx: Tx,
  id: string,
  change: { state: PaymentState; authorizedMinor?: number; capturedMinor?: number; refundedMinor?: number }
): Promise<void> {
  await tx
    .updateTable('payment')
    .set((eb) => ({
      state: change.state,
      version: eb('version', '+', 1),
      ...(change.authorizedMinor !== undefined && { authorized_minor: change.authorizedMinor }),
      ...(change.capturedMinor !== undefined && { captured_minor: change.capturedMinor }),
      ...(change.refundedMinor !== undefined && { refunded_minor: change.refundedMinor })
    }))
    .where('id', '=', id)
    .execute();
}

type Ending = { state: 'action_required' | 'succeeded' | 'failed'; reference?: string; reason?: string; actionUrl?: string; at: Date };

export async function moveTransaction(tx: Tx, id: string, ending: Ending): Promise<void> {
  await tx
    .updateTable('payment_transaction')
    .set({
      state: ending.state,
      ...(ending.reference !== undefined && { reference: ending.reference }),
      ...(ending.reason !== undefined && { reason: ending.reason }),
      ...(ending.actionUrl !== undefined && { action_url: ending.actionUrl }),
      ...(ending.state !== 'action_required' && { ended_at: ending.at })
    })
    .where('id', '=', id)
    .execute();
}

export type NewPayment = {
  id: string;
  orderId: string;
  method: PaymentMethod;
  currency: string;
  amountMinor: number;
  at: Date;
  changeId?: string | null;
  /** Only of a change: the order has its own. */
  payBy?: Date | null;
};

export async function insertPayment(tx: Tx, payment: NewPayment): Promise<void> {
  await tx
    .insertInto('payment')
    .values({
      id: payment.id,
      order_id: payment.orderId,
      method: payment.method,
      state: 'pending',
      currency: payment.currency,
      amount_minor: payment.amountMinor,
      created_at: payment.at,
      change_id: payment.changeId ?? null,
      pay_by: payment.payBy ?? null
    })
    .execute();
}

type NewTransaction = {
  id: string;
  paymentId: string;
  kind: 'charge' | 'capture' | 'void' | 'refund';
  key: string;
  amountMinor: number;
  method: PaymentMethod;
  /** Whose share is taken. */
  fulfilmentOrderId?: string;
  at: Date;
};

export async function insertTransaction(tx: Tx, call: NewTransaction): Promise<void> {
  await tx.insertInto('payment_transaction').values(rowOf(call)).execute();
}

const rowOf = (call: NewTransaction) => ({
  id: call.id,
  payment_id: call.paymentId,
  kind: call.kind,
  provider_key: call.key,
  state: 'started' as const,
  amount_minor: call.amountMinor,
  instrument: JSON.stringify({ method: call.method }),
  fulfilment_order_id: call.fulfilmentOrderId ?? null,
  started_at: call.at
});

/** How many payments the order, or the change of it, has had: the next one's key counts on from here. */
export async function countPayments(tx: Tx, orderId: string, changeId: string | null): Promise<number> {
  const row = await tx
    .selectFrom('payment')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('order_id', '=', orderId)
    .where('change_id', changeId === null ? 'is' : '=', changeId)
    .executeTakeFirstOrThrow();
  return row.n;
}

/** So much more is to be paid in cash. */
export async function raisePayment(tx: Tx, id: string, byMinor: number): Promise<void> {
  await tx
    .updateTable('payment')
    .set((eb) => ({ amount_minor: eb('amount_minor', '+', byMinor), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Until when what a change costs more is to be paid; undefined once nobody waits for it. */
export async function payByOf(tx: Tx, id: string): Promise<Date | undefined> {
  const row = await tx.selectFrom('payment').select('pay_by').where('id', '=', id).where('lapsed_at', 'is', null).executeTakeFirst();
  return row?.pay_by ?? undefined;
}

/** Nobody waits for it any more: it was paid, another is tried in its place, or its time is over. */
export async function endAsking(tx: Tx, id: string, lapsedAt: Date | null): Promise<void> {
  await tx
    .updateTable('payment')
    .set((eb) => ({ version: eb('version', '+', 1), ...(lapsedAt ? { lapsed_at: lapsedAt } : { pay_by: null }) }))
    .where('id', '=', id)
    .execute();
}

/** What is asked for and was not paid in time, a few at once. */
export async function lapsedAsks(db: Db, at: Date, most: number): Promise<{ orderId: string; changeId: string }[]> {
  return db
    .selectFrom('payment')
    .select(['order_id as orderId', 'change_id as changeId'])
    .where('pay_by', '<=', at)
    .where('lapsed_at', 'is', null)
    .where('change_id', 'is not', null)
    .where(sql<boolean>`not ${cameAfter(sql`order_id`, sql`pay_by`)}`)
    .$narrowType<{ changeId: string }>()
    .orderBy('pay_by')
    .limit(most)
    .execute();
}

/** Cash that was counted: the whole amount at once, with the transaction that stands for it. */
export async function noteCash(
  tx: Tx,
  payment: OpenPayment,
  cash: { orderId: string; transactionId: string; state: PaymentState; at: Date }
): Promise<void> {
  const { amountMinor, method } = payment;
  await insertTransaction(tx, {
    id: cash.transactionId,
    paymentId: payment.id,
    kind: 'charge',
    key: `order:${cash.orderId}:cash`,
    amountMinor,
    method,
    at: cash.at
  });
  await moveTransaction(tx, cash.transactionId, { state: 'succeeded', reference: 'cash', at: cash.at });
  await movePayment(tx, payment.id, { state: cash.state, authorizedMinor: amountMinor, capturedMinor: amountMinor });
}
