import { sql } from 'kysely';
import type { Settlement } from '#lib/commerce/payments/settlement.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Db, Tx } from '../client.ts';
import type { Once } from './idempotency.ts';
import type { OrderHead } from './orders.ts';
import { OF_PAYMENT, paymentOf, type OpenPayment } from './payments.ts';

export type Payable = { order: OrderHead; payment: OpenPayment; saved: unknown };

/** An order with its newest payment and what the key got before, in one statement. Refuses `key-reused`. */
export async function findPayable(db: Db, orderId: string, once: Once | undefined): Promise<Payable | undefined> {
  const row = await db
    .selectFrom('orders as o')
    .innerJoin('payment as p', 'p.order_id', 'o.id')
    .leftJoin('payment_transaction as t', (join) => join.onRef('t.payment_id', '=', 'p.id').on('t.kind', '=', 'charge'))
    .leftJoin('idempotency as i', (join) => join.on('i.scope', '=', once?.scope ?? '').on('i.key', '=', once?.key ?? ''))
    .select(['o.id as orderId', 'o.number', 'o.life', 'o.total_minor as totalMinor', 'o.pay_by as payBy', 'o.version'])
    .select(OF_PAYMENT)
    .select(['i.hash', 'i.result'])
    .where('o.id', '=', orderId)
    .orderBy('p.id', 'desc')
    .orderBy('t.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  if (once && row.hash !== null && row.hash !== once.hash) refuse('key-reused');
  const { orderId: id, number, life, currency, totalMinor, payBy, version } = row;
  return { order: { id, number, life, currency, totalMinor, payBy, version }, payment: paymentOf(row), saved: row.result ?? undefined };
}

/** Payment, call and order move together in one statement; with a key, its answer is kept in the same one. */
export async function saveSettlement(
  tx: Tx,
  { payment, call, order }: Settlement,
  { at, once, answer }: { at: Date; once: Once | undefined; answer: unknown }
): Promise<void> {
  await sql`
    with paid as (
      update payment set state = ${payment.state}, authorized_minor = ${payment.authorizedMinor}, captured_minor = ${payment.capturedMinor},
        version = version + 1 where id = ${payment.id}),
    called as (
      update payment_transaction set state = ${call.state}, reference = ${call.reference}, reason = coalesce(${call.reason}, reason),
        action_url = coalesce(${call.actionUrl}, action_url), ended_at = ${call.state === 'action_required' ? null : at}::timestamptz
      where id = ${call.id}),
    answered as (
      insert into idempotency (scope, key, hash, result)
        select ${once?.scope ?? null}::text, ${once?.key ?? null}::text, ${once?.hash ?? null}::text, ${JSON.stringify(answer)}::jsonb
        where ${once !== undefined}::boolean on conflict do nothing)
    update orders set life = ${order.life}, version = ${order.version}, updated_at = ${at},
      pay_by = case when ${order.isPaid}::boolean then null else pay_by end where id = ${order.id}`.execute(tx);
}
