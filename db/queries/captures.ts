import { sql, type RawBuilder } from 'kysely';
import type { Held } from '#lib/commerce/payments/capture-share.ts';
import type { PaymentState } from '#lib/commerce/payments/payment.machine.ts';
import type { Db, Tx } from '../client.ts';
import type { PaymentMethod } from '../schema/orders.ts';

/** What stood a while on what had left: a return, a late parcel, our goodwill. Of all else the goods were never handed over. */
const ON_LEFT = sql`('returned', 'exchanged', 'late', 'goodwill')`;
/** Of a payment `p`: its bank stands for more than it gave. */
const IS_HELD = sql`p.state in ('authorized', 'partially_captured', 'partially_refunded') and p.authorized_minor > p.captured_minor`;

/** Of a payment `p`, as `Instrument` says it: what its bank still stands for and nobody takes yet, and what it was asked for and has not said. */
export const TAKING = sql<number>`(select coalesce(sum(t.amount_minor), 0)::bigint from payment_transaction t
  where t.payment_id = p.id and t.kind = 'capture' and t.state = 'started')`;
export const TO_TAKE = sql<number>`case when ${IS_HELD} then p.amount_minor - p.captured_minor - ${TAKING} else 0 end`;

/** Of a payment `p`: what a bank took too late. It goes back whole and by itself: it is no money of the order. */
export const CAME_TOO_LATE = sql<boolean>`(p.lapsed_at is not null and p.method in ('upi', 'card'))`;

/** What its bank stands for and did not give yet. */
export const NOT_TAKEN = sql<number>`case when ${IS_HELD} then p.amount_minor - p.captured_minor else 0 end`;

/** What was taken off for things that had left, of all or since its bank refused to give for one. */
const LESS = sql`select r.amount_minor, r.due_at from refund r join order_credit c on c.id = r.credit_id
  where r.payment_id = p.id and r.how = 'taken-off' and c.reason in ${ON_LEFT}`;

const CAPTURE = sql`
  select json_build_object('id', t.id, 'key', t.provider_key, 'state', t.state, 'amountMinor', t.amount_minor,
    'tries', count(*) over ())
  from payment_transaction t where t.payment_id = p.id and t.kind = 'capture' and t.fulfilment_order_id = f.id
  order by t.started_at desc, t.id desc limit 1`;

/** What comes back for it pays for what goes out instead. */
const PARCELS = sql`
  select coalesce(json_agg(json_build_object('id', f.id, 'state', f.state, 'capture', (${CAPTURE}), 'goodsMinor',
    (select sum(l.quantity * o.unit_price_minor) from fulfilment_line l join order_line o on o.id = l.order_line_id where l.fulfilment_order_id = f.id)
    - (select coalesce(sum(c.netted_minor), 0) from order_credit c where c.order_id = f.order_id and c.cause = 'exchange:' || (f.plan ->> 'returnId'))
    ) order by f.place), '[]')
  from fulfilment_order f
  where f.order_id = p.order_id and exists (select from fulfilment_line l where l.fulfilment_order_id = f.id)`;

export type HeldPayment = Held & {
  id: string;
  method: PaymentMethod;
  state: PaymentState;
  currency: string;
  authorizedMinor: number;
  refundedMinor: number;
  /** Under which its bank knows it. */
  reference: string;
  /** What was asked to be let go of, and not said yet. */
  letting: { id: string; key: string } | null;
};

/** The payment of an order that its bank stands for, with all that says how much is to be taken of it. Under the order's lock none of it moves. */
export async function heldPayment(db: Db | Tx, orderId: string): Promise<HeldPayment | undefined> {
  const { rows } = await sql<HeldPayment>`
    select p.id, p.method, p.state, p.currency, p.amount_minor as "dueMinor", p.authorized_minor as "authorizedMinor",
      p.captured_minor as "capturedMinor", p.refunded_minor as "refundedMinor", a.reference,
      (select o.delivery_minor - coalesce(sum(c.delivery_minor) filter (where c.reason not in ${ON_LEFT}), 0)::bigint
        from orders o left join order_credit c on c.order_id = o.id where o.id = p.order_id group by o.id) as "deliveryMinor",
      (select coalesce(sum(x.captured_minor - (select coalesce(sum(r.amount_minor), 0) from refund r where r.payment_id = x.id)), 0)::bigint
        from payment x where x.order_id = p.order_id and x.id <> p.id and x.lapsed_at is null and x.captured_minor > 0) as "elsewhereMinor",
      (select coalesce(sum(l.amount_minor), 0)::bigint from (${LESS}) l) as "lessMinor",
      (select coalesce(sum(l.amount_minor), 0)::bigint from (${LESS}) l where l.due_at >= (
        select min(t.ended_at) from payment_transaction t where t.payment_id = p.id and t.kind = 'capture' and t.state = 'failed')) as "lessSinceRefusedMinor",
      (select json_build_object('id', t.id, 'key', t.provider_key) from payment_transaction t
        where t.payment_id = p.id and t.kind = 'void' and t.state = 'started') as letting,
      (${PARCELS}) as parcels
    from payment p join payment_transaction a on a.payment_id = p.id and a.kind = 'authorize' and a.state = 'succeeded'
    where p.order_id = ${orderId} and p.change_id is null and ${IS_HELD}
    order by p.id desc limit 1`.execute(db);
  return rows[0];
}

export type CaptureCall = {
  id: string;
  orderId: string;
  paymentId: string;
  fulfilmentOrderId: string;
  state: 'started' | 'succeeded' | 'failed';
  amountMinor: number;
};

const selectCaptures = (db: Db | Tx) =>
  db
    .selectFrom('payment_transaction as t')
    .innerJoin('payment as p', 'p.id', 't.payment_id')
    .select([
      't.id',
      'p.order_id as orderId',
      'p.id as paymentId',
      't.fulfilment_order_id as fulfilmentOrderId',
      't.state',
      't.amount_minor as amountMinor'
    ])
    .where('t.kind', '=', 'capture')
    .where('t.fulfilment_order_id', 'is not', null)
    .$narrowType<{ fulfilmentOrderId: string; state: CaptureCall['state'] }>();

/** The call that a bank was asked by, under this key of ours. */
export async function captureOfKey(db: Db, key: string): Promise<CaptureCall | undefined> {
  return selectCaptures(db).where('t.provider_key', '=', key).executeTakeFirst();
}

/** What was asked for since before and is not said: its job was given up. */
export async function unansweredCaptures(db: Db, before: Date, most: number): Promise<CaptureCall[]> {
  return selectCaptures(db)
    .where('t.state', '=', 'started')
    .where('t.started_at', '<', before)
    .orderBy('t.started_at')
    .limit(most)
    .execute();
}

/** Whether a change of the order may still be taken back: then more is due again. What one costs more that waits for its money is paid by itself. */
export async function hasOpenChange(tx: Tx, orderId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    select from order_change where order_id = ${orderId}
      and state = 'confirmed' and undo_until > ${at}::timestamptz limit 1`.execute(tx);
  return rows.length > 0;
}

/** What its bank refused and nobody saw to, the oldest first. */
export type RefusedCapture = {
  id: string;
  key: string;
  orderId: string;
  number: string;
  fulfilmentOrderId: string;
  place: number;
  method: PaymentMethod;
  currency: string;
  amountMinor: number;
  reason: string;
  at: Date;
};

/** It is seen to when it was asked for again, or nothing is due of it any more. */
const selectRefused = (which: RawBuilder<unknown>) => sql<RefusedCapture>`
    select t.id, t.provider_key as key, o.id as "orderId", o.number, f.id as "fulfilmentOrderId", f.place, p.method, p.currency,
      least(t.amount_minor, p.amount_minor - p.captured_minor) as "amountMinor", coalesce(t.reason, '') as reason, t.ended_at as at
    from payment_transaction t join payment p on p.id = t.payment_id join orders o on o.id = p.order_id
      join fulfilment_order f on f.id = t.fulfilment_order_id
    where t.kind = 'capture' and t.state = 'failed' and p.amount_minor > p.captured_minor
      and not exists (select from payment_transaction n where n.payment_id = p.id and n.kind = 'capture'
        and n.fulfilment_order_id = t.fulfilment_order_id and (n.started_at, n.id) > (t.started_at, t.id))
      and not exists (select from order_credit c where c.order_id = o.id and c.cause = 'not-taken:' || t.provider_key)
      and ${which}
    order by t.ended_at`;

export async function refusedCaptures(db: Db, most: number): Promise<RefusedCapture[]> {
  const { rows } = await sql<RefusedCapture>`${selectRefused(sql`true`)} limit ${most}`.execute(db);
  return rows;
}

/** Undefined when somebody saw to it. */
export async function refusedCapture(db: Db | Tx, id: string): Promise<RefusedCapture | undefined> {
  return (await selectRefused(sql`t.id = ${id}`).execute(db)).rows[0];
}

type Owed = { id: string; creditId: string; amountMinor: number };

/**
 * What was owed of money that never came is due no more: refunds of the payment above what was captured are taken off instead, the newest first; those that
 * a bank was asked for are left alone, since it gave nothing it did not have.
 */
export async function takeOffUncaptured(
  tx: Tx,
  { paymentId, newId, at }: { paymentId: string; newId: () => string; at: Date }
): Promise<void> {
  const { rows: owed } = await sql<Owed>`
    select r.id, r.credit_id as "creditId", r.amount_minor as "amountMinor" from refund r
    where r.payment_id = ${paymentId} and r.state = 'due'
      and not exists (select from payment_transaction t where t.provider_key = 'refund:' || r.id) order by r.id desc`.execute(tx);
  const { rows: sums } = await sql<{ over: number }>`
    select (select coalesce(sum(r.amount_minor), 0) from refund r where r.payment_id = p.id and r.state = 'due')::bigint
      - (p.captured_minor - p.refunded_minor + ${TAKING}) as over from payment p where p.id = ${paymentId}`.execute(tx);
  let left = Math.max(0, sums[0]?.over ?? 0);
  for (const { id, creditId, amountMinor } of owed) {
    const part = Math.min(left, amountMinor);
    if (part === 0) return;
    left -= part;
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    await takeOff(tx, { refundId: id, creditId, paymentId, part, isAll: part === amountMinor, id: newId(), at });
  }
}

type TakingOff = { refundId: string; creditId: string; paymentId: string; part: number; isAll: boolean; id: string; at: Date };

async function takeOff(tx: Tx, { refundId, creditId, paymentId, part, isAll, id, at }: TakingOff): Promise<void> {
  await sql`
    insert into refund (id, order_id, credit_id, payment_id, amount_minor, how, state, due_at, paid_at)
      select ${id}, order_id, credit_id, payment_id, ${part}::bigint, 'taken-off', 'paid', ${at}::timestamptz, ${at}::timestamptz
      from refund where id = ${refundId} and credit_id = ${creditId}
    on conflict (credit_id, payment_id, how) do update set amount_minor = refund.amount_minor + excluded.amount_minor`.execute(tx);
  if (isAll) await tx.deleteFrom('refund').where('id', '=', refundId).execute();
  else await sql`update refund set amount_minor = amount_minor - ${part}::bigint where id = ${refundId}`.execute(tx);
  await sql`update payment set amount_minor = amount_minor - ${part}::bigint, version = version + 1 where id = ${paymentId}`.execute(tx);
}
