import { sql, type InferResult } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { KeptCard } from '#lib/commerce/payments/kept-card.ts';
import type { Settlement } from '#lib/commerce/payments/settlement.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Db, Tx } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';
import { parcel, type Parcel } from './fulfilment.ts';
import type { Once } from './idempotency.ts';
import type { OrderHead } from './orders.ts';
import type { Taking } from '#lib/commerce/policies/policy.ts';
import { BY_BALANCE, OF_PAYMENT, OPENING, paymentOf, type OpenPayment } from './payments.ts';
import { policyOfRow } from './policies.ts';

/** `taking`: when its policy takes money, as long as the bank was not asked. */
export type Payable = { order: OrderHead; payment: OpenPayment; parcels: Parcel[]; saved: unknown; taking: Taking | null };

/** What is paid: the order itself, or a change of it that costs more. */
export type Paid = { orderId: string; changeId?: string | null | undefined };

/** An order with its newest payment, or that of a change, and what the key got before, in one statement. Refuses `key-reused`. */
export async function findPayable(db: Db, { orderId, changeId }: Paid, once: Once | undefined): Promise<Payable | undefined> {
  const [scope, key] = [once?.scope ?? '', once?.key ?? ''];
  const [found] = changeId ? await readPayableOfChange(db, orderId, changeId, scope, key) : await readPayable(db, orderId, scope, key);
  return found && payableOf(found.row, once);
}

/** The same with the payment that the bank was asked for under this key of ours, whatever is paid instead of it by now. */
export async function findPayableOfCharge(db: Db, chargeKey: string): Promise<Payable | undefined> {
  const [found] = await readPayableOfCharge(db, chargeKey);
  return found && payableOf(found.row, undefined);
}

function payableOf(row: PayableRow, once: Once | undefined): Payable {
  if (once && row.hash !== null && row.hash !== once.hash) refuse('key-reused');
  const { orderId: id, number, life, currency, totalMinor, version } = row;
  const payBy = row.payBy === null ? null : new Date(row.payBy);
  return {
    order: { id, number, life, currency, totalMinor, payBy, version },
    payment: paymentOf(row),
    parcels: row.parcels,
    taking: row.taking,
    saved: row.result ?? undefined
  };
}

const readPayable = compiledOnce(3, (db, [orderId, scope, key]: [string, string, string]) =>
  asOneColumn(db, selectPayable(db, scope, key).where('o.id', '=', orderId).where('p.change_id', 'is', null))
);

const readPayableOfChange = compiledOnce(4, (db, [orderId, changeId, scope, key]: [string, string, string, string]) =>
  asOneColumn(db, selectPayable(db, scope, key).where('o.id', '=', orderId).where('p.change_id', '=', changeId))
);

const readPayableOfCharge = compiledOnce(1, (db, [chargeKey]: [string]) =>
  asOneColumn(db, selectPayable(db, '', '').where('t.provider_key', '=', chargeKey))
);

const selectPayable = (db: Db | Tx, scope: string, key: string) =>
  db
    .selectFrom('orders as o')
    .innerJoin('payment as p', 'p.order_id', 'o.id')
    .leftJoin('payment_transaction as t', (join) => join.onRef('t.payment_id', '=', 'p.id').on('t.kind', 'in', OPENING))
    .leftJoin('idempotency as i', (join) => join.on('i.scope', '=', scope).on('i.key', '=', key))
    .select(['o.id as orderId', 'o.number', 'o.life', 'o.total_minor as totalMinor', 'o.pay_by as payBy', 'o.version'])
    .select(OF_PAYMENT)
    .select(['i.hash', 'i.result'])
    .select(sql<Taking | null>`case when t.state = 'started' then ${policyOfRow('o')} -> 'terms' -> 'payment' ->> 'take' end`.as('taking'))
    .select((eb) =>
      jsonArrayFrom(db.selectFrom('fulfilment_order').select(parcel).where('order_id', '=', eb.ref('o.id')).orderBy('place')).as('parcels')
    )
    .orderBy(BY_BALANCE)
    .orderBy('p.id', 'desc')
    .orderBy('t.id', 'desc')
    .limit(1);

type PayableQuery = ReturnType<typeof selectPayable>;
/** Its time comes as text. */
type PayableRow = Omit<InferResult<PayableQuery>[number], 'payBy'> & { payBy: string | null };

/** The driver makes something of each column of each answer: one with all of them costs a tenth of twenty. */
const asOneColumn = (db: Db | Tx, payable: PayableQuery) => db.selectFrom(payable.as('p')).select(sql<PayableRow>`to_json(p)`.as('row'));

type Written = { order: { version: number }; actor: Actor; at: Date; once: Once | undefined; answer: unknown; card: KeptCard | null };

/**
 * Payment, call, order and its parcels move together with their events in one statement, if the order still has the version that the bank's
 * answer was weighed on; else nothing changes and the answer is false. With a key, its answer is kept in the same statement.
 */
export async function saveSettlement(db: Db, { payment, call, order, released, events }: Settlement, by: Written): Promise<boolean> {
  const { at, once, answer } = by;
  const { channel, ...actor } = by.actor;
  const { rows } = await sql`
    with moved as (
      update orders set life = ${order.life}, version = ${order.version}, updated_at = ${at}::timestamptz,
        pay_by = case when ${order.isPaid}::boolean then null else pay_by end
      where id = ${order.id} and version = ${by.order.version} returning id),
    paid as (
      update payment set state = ${payment.state}, authorized_minor = ${payment.authorizedMinor}, captured_minor = ${payment.capturedMinor},
        pay_by = case when ${payment.state} = 'captured' then null else pay_by end,
        lapsed_at = case when ${payment.isLate}::boolean then coalesce(lapsed_at, ${at}::timestamptz) else lapsed_at end, version = version + 1
      from moved where payment.id = ${payment.id}),
    called as (
      update payment_transaction set kind = ${call.kind}, state = ${call.state}, reference = ${call.reference}, reason = coalesce(${call.reason}, reason),
        action_url = coalesce(${call.actionUrl}, action_url), instrument = instrument || ${JSON.stringify(by.card ?? {})}::jsonb, ended_at = ${call.state === 'action_required' ? null : at}::timestamptz
      from moved where payment_transaction.id = ${call.id}),
    released as (
      update fulfilment_order f set state = m.state, version = f.version + 1
      from moved, jsonb_to_recordset(${JSON.stringify(released)}::jsonb) as m (id uuid, state text)
      -- Named as well: by the list alone, which could be of any length, all parcels there are would be gone through.
      where f.id = m.id and f.id = any (${released.map(({ id }) => id)}::uuid[])),
    answered as (
      insert into idempotency (scope, key, hash, result)
        select ${once?.scope ?? null}::text, ${once?.key ?? null}::text, ${once?.hash ?? null}::text, ${JSON.stringify(answer)}::jsonb
        from moved where ${once !== undefined}::boolean on conflict do nothing)
    select record_events(${JSON.stringify(events)}::jsonb, ${JSON.stringify(actor)}::jsonb, ${channel}, ${at}::timestamptz, ${once?.key ?? null})
    from moved`.execute(db);
  return rows.length === 1;
}
