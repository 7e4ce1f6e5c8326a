import { sql, type RawBuilder } from 'kysely';
import type { PaymentMethod } from '../schema/orders.ts';
import type { Db, Tx } from '../client.ts';

/** The calls by which a bank was asked to send a `refund` of that name in the statement. Each try has a key of its own. */
const callsOf = (refund: string) => sql`payment_transaction t where t.payment_id = ${sql.ref(`${refund}.payment_id`)} and t.kind = 'refund'
  and (t.provider_key = 'refund:' || ${sql.ref(`${refund}.id`)} or t.provider_key like 'refund:' || ${sql.ref(`${refund}.id`)} || ':%')`;
const CALLS = callsOf('r');

/** Of a `refund` of that name: its bank said no to it the last time it was asked, and nobody has seen to it. */
export const refusedOf = (refund: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${refund}.how`)} = 'bank' and ${mayGoElsewhere(refund)})`;
/** The same, or it was to be given by hand instead and was not yet. */
const mayGoElsewhere = (refund: string): RawBuilder<boolean> => sql<boolean>`(${sql.ref(`${refund}.state`)} = 'due'
  and ${sql.ref(`${refund}.how`)} in ('bank', 'by-hand')
  and coalesce((select t.state from ${callsOf(refund)} order by t.started_at desc, t.id desc limit 1) = 'failed', false))`;
export const IS_REFUSED = refusedOf('r');

export type RefundCall = { id: string; key: string; state: 'started' | 'succeeded' | 'failed' };

/** The last call by which its bank was asked to send it, and how many there were. */
export async function callOfRefund(db: Db | Tx, refundId: string): Promise<{ last: RefundCall | null; calls: number }> {
  const { rows } = await sql<{ last: RefundCall | null; calls: number }>`
    select (select json_build_object('id', t.id, 'key', t.provider_key, 'state', t.state) from ${CALLS}
        order by t.started_at desc, t.id desc limit 1) as last, (select count(*)::int from ${CALLS}) as calls
    from refund r where r.id = ${refundId}`.execute(db);
  return rows[0] ?? { last: null, calls: 0 };
}

export type RefusedRefund = {
  id: string;
  paymentId: string;
  orderId: string;
  number: string;
  method: PaymentMethod;
  amountMinor: number;
  currency: string;
  reason: string;
  at: Date;
};

const selectRefused = (which: RawBuilder<unknown>) => sql<RefusedRefund>`
  select r.id, p.id as "paymentId", r.order_id as "orderId", o.number, p.method, r.amount_minor as "amountMinor", p.currency, coalesce(n.reason, '') as reason, n.ended_at as at
  from refund r join orders o on o.id = r.order_id join payment p on p.id = r.payment_id
    cross join lateral (select t.reason, t.ended_at from ${CALLS} order by t.started_at desc, t.id desc limit 1) n
  where ${which} order by n.ended_at, r.id`;

/** Money that a bank did not take back and nobody saw to, the longest first. */
export async function refusedRefunds(db: Db, most: number): Promise<RefusedRefund[]> {
  return (await sql<RefusedRefund>`${selectRefused(IS_REFUSED)} limit ${most}`.execute(db)).rows;
}

/** What may go another way; undefined when it has gone, or is on its way. Under the order's lock it stays so. */
export async function refusedRefund(db: Db | Tx, refundId: string): Promise<RefusedRefund | undefined> {
  return (await selectRefused(sql`r.id = ${refundId} and ${mayGoElsewhere('r')}`).execute(db)).rows[0];
}

/** It goes back another way from now on. */
export async function setHowBack(tx: Tx, refundId: string, how: 'bank' | 'by-hand' | 'store-credit'): Promise<void> {
  await tx.updateTable('refund').set({ how }).where('id', '=', refundId).where('state', '=', 'due').execute();
}

/** The calls by which a bank was asked to take back what came too late: all that was ever to go back of that payment. */
export async function callsOfLate(tx: Db | Tx, paymentId: string): Promise<{ last: RefundCall | null; calls: number }> {
  const { rows } = await sql<{ last: RefundCall | null; calls: number }>`
    select (array_agg(json_build_object('id', t.id, 'key', t.provider_key, 'state', t.state) order by t.started_at desc, t.id desc))[1] as last,
      count(*)::int as calls
    from payment_transaction t where t.payment_id = ${paymentId} and t.kind = 'refund'`.execute(tx);
  return rows[0] ?? { last: null, calls: 0 };
}

export type RefusedLate = Omit<RefusedRefund, 'id'> & { changeId: string | null };

/** Of a `payment p` that came too late: its bank did not take it back the last time it was asked. */
export const IS_LATE_REFUSED = sql<boolean>`coalesce((select t.state from payment_transaction t where t.payment_id = p.id and t.kind = 'refund'
  order by t.started_at desc, t.id desc limit 1) = 'failed', false)`;

const selectLate = (which: RawBuilder<unknown>) => sql<RefusedLate>`
  select p.id as "paymentId", p.order_id as "orderId", p.change_id as "changeId", o.number, p.method, p.captured_minor as "amountMinor", p.currency,
    coalesce(n.reason, '') as reason, n.ended_at as at
  from payment p join orders o on o.id = p.order_id
    cross join lateral (select t.reason, t.ended_at, t.state from payment_transaction t where t.payment_id = p.id and t.kind = 'refund'
      order by t.started_at desc, t.id desc limit 1) n
  where ${which} and p.state = 'captured' and n.state = 'failed' and (p.lapsed_at is not null or o.life = 'cancelled')
    and not exists (select from refund r where r.payment_id = p.id)
  order by n.ended_at, p.id`;

/** Money that came too late, that its bank did not take back and nobody saw to, the longest first. */
export async function refusedLateMoney(db: Db, most: number): Promise<RefusedLate[]> {
  return (await sql<RefusedLate>`${selectLate(sql`true`)} limit ${most}`.execute(db)).rows;
}

/** Undefined when somebody saw to it. Under the order's lock it stays so. */
export async function refusedLate(db: Db | Tx, paymentId: string): Promise<RefusedLate | undefined> {
  return (await selectLate(sql`p.id = ${paymentId}`).execute(db)).rows[0];
}
