import { sql } from 'kysely';
import type { PointsTerms } from '#lib/commerce/loyalty/points.ts';
import type { SaidTerms } from '#lib/commerce/loyalty/points-terms.ts';
import type { PointsBalance } from '#lib/commerce/loyalty/turn.ts';
import type { PointsOrder } from '#lib/commerce/loyalty/spendable-from.ts';
import type { Db, Tx } from '../client.ts';
import { returnableOrder } from './returnable.ts';

/** `version`: how often they were changed. */
export async function pointsTerms(db: Db | Tx, currency: string): Promise<(PointsTerms & { version: number }) | undefined> {
  return db
    .selectFrom('loyalty_terms')
    .select(['currency', 'is_on as isOn', 'points_per_major as pointsPerMajor', 'minor_per_major as minorPerMajor'])
    .select(['worth_minor as worthMinor', 'least_points as leastPoints', 'version'])
    .where('currency', '=', currency)
    .executeTakeFirst();
}

/** @returns the new version; undefined where others hold by now. */
export async function changePointsTerms(
  tx: Tx,
  { currency, seen, ...terms }: SaidTerms & { currency: string; seen: number }
): Promise<number | undefined> {
  const { isOn, pointsPerMajor, worthMinor, leastPoints } = terms;
  const changed = await tx
    .updateTable('loyalty_terms')
    .set({ is_on: isOn, points_per_major: pointsPerMajor, worth_minor: worthMinor, least_points: leastPoints })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('currency', '=', currency)
    .where('version', '=', seen)
    .returning('version')
    .executeTakeFirst();
  return changed?.version;
}

const NONE: PointsBalance = { pending: 0, spendable: 0 };

/** Nobody earns, gives back or spends points of it until this transaction ends. */
export async function lockPoints(tx: Tx, customerId: string): Promise<PointsBalance> {
  const row = await tx
    .selectFrom('loyalty_account')
    .select(['pending', 'spendable'])
    .where('customer_id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? NONE;
}

export async function pointsOf(db: Db | Tx, customerId: string): Promise<PointsBalance> {
  const row = await db
    .selectFrom('loyalty_account')
    .select(['pending', 'spendable'])
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row ?? NONE;
}

type Spending = { id: string; customerId: string; points: number; creditedMinor: number; currency: string; at: Date };

/** Once they were found to be there under the lock of the account; the database refuses what would fall below nothing. */
export async function spendPoints(tx: Tx, spending: Spending): Promise<PointsBalance & { version: number }> {
  const { id, customerId, points, creditedMinor, currency, at } = spending;
  const left = await tx
    .updateTable('loyalty_account')
    .set((eb) => ({ spendable: eb('spendable', '-', points), version: eb('version', '+', 1) }))
    .where('customer_id', '=', customerId)
    .returning(['pending', 'spendable', 'version'])
    .executeTakeFirstOrThrow();
  const { version: number, ...balance } = left;
  await tx
    .insertInto('loyalty_entry')
    .values({
      id,
      customer_id: customerId,
      number,
      kind: 'spent',
      pending_delta: 0,
      spendable_delta: -points,
      ...balance,
      cause: `spent:${id}`,
      credited_minor: creditedMinor,
      currency,
      at
    })
    .execute();
  return left;
}

/** What is to be known of an order to say from when its points may be spent; undefined where it has none. */
export async function pointsOrder(tx: Tx, orderId: string): Promise<(Omit<PointsOrder, 'timeZone'> & { isPending: boolean }) | undefined> {
  const { rows } = await sql<{ isPending: boolean; isOver: boolean; hasOpenReturn: boolean }>`
    select l.is_pending as "isPending",
      o.life in ('completed', 'closed', 'cancelled') and not exists (select from fulfilment_order f where f.order_id = o.id
        and f.state not in ('closed', 'collected', 'cancelled', 'uncollected')) as "isOver",
      exists (select from return_case r where r.order_id = o.id and r.ended_at is null and r.state <> 'declined') as "hasOpenReturn"
    from loyalty_order l join orders o on o.id = l.order_id where l.order_id = ${orderId}`.execute(tx);
  const [row] = rows;
  const order = row?.isPending ? await returnableOrder(tx, orderId) : undefined;
  return row && order && { ...order, ...row };
}

/** Orders whose points may perhaps be spent now, or whose day is not known yet although everything has come. */
export async function duePoints(db: Db, at: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.order_id as id from loyalty_order l join orders o on o.id = l.order_id
    where l.is_pending and (l.due_at <= ${at} or l.due_at is null and o.life in ('completed', 'closed', 'cancelled')
      and not exists (select from return_case r where r.order_id = o.id and r.ended_at is null and r.state <> 'declined')
      and not exists (select from fulfilment_order f where f.order_id = o.id and f.state not in ('closed', 'collected', 'cancelled', 'uncollected')))
    order by l.due_at, l.order_id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function moveDue(tx: Tx, orderId: string, dueAt: Date | null): Promise<void> {
  await tx.updateTable('loyalty_order').set({ due_at: dueAt }).where('order_id', '=', orderId).execute();
}

/** False when they are spendable already. */
export async function releasePointsOf(tx: Tx, orderId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ released: boolean }>`select release_points(${orderId}, ${at}) as released`.execute(tx);
  return rows[0]?.released === true;
}

/** An order's points as they stand, with what its goods are worth that are kept. */
export type OrderPoints = {
  points: number;
  forgiven: number;
  isPending: boolean;
  dueAt: Date | null;
  pointsPerMajor: number;
  minorPerMajor: number;
  keptMinor: number;
};

/** Undefined for those of guests, and while none are earned. */
export async function orderPoints(db: Db | Tx, orderId: string): Promise<OrderPoints | undefined> {
  const { rows } = await sql<OrderPoints>`
    select l.points, l.forgiven, l.is_pending as "isPending", l.due_at as "dueAt", l.points_per_major as "pointsPerMajor",
      l.minor_per_major as "minorPerMajor",
      (o.goods_minor - (select coalesce(sum(c.goods_minor), 0) from order_credit c where c.order_id = o.id))::bigint as "keptMinor"
    from loyalty_order l join orders o on o.id = l.order_id where l.order_id = ${orderId}`.execute(db);
  return rows[0];
}

export type PointsEntry = {
  id: string;
  kind: 'opened' | 'earned' | 'lowered' | 'spendable' | 'spent' | 'corrected';
  /** By how many there are more or fewer in all; of what became spendable how many those are. */
  points: number;
  forgiven: number;
  pending: number;
  spendable: number;
  creditedMinor: number | null;
  currency: string | null;
  orderNumber: string | null;
  at: Date;
};

const entry = sql<PointsEntry>`
  e.id, e.kind, case e.kind when 'spendable' then e.spendable_delta else e.pending_delta + e.spendable_delta end as points,
  e.forgiven_delta as forgiven, e.pending, e.spendable, e.credited_minor as "creditedMinor", e.currency, o.number as "orderNumber", e.at`;

/** The newest first. */
export async function pointsEntries(db: Db, customerId: string, most: number): Promise<PointsEntry[]> {
  const { rows } = await sql<PointsEntry>`
    select ${entry} from loyalty_entry e left join orders o on o.id = e.order_id
    where e.customer_id = ${customerId} order by e.number desc limit ${most}`.execute(db);
  return rows;
}

/** What happened to the points of one order, the oldest first. */
export async function pointsStory(db: Db, orderId: string): Promise<PointsEntry[]> {
  const { rows } = await sql<PointsEntry>`
    select ${entry} from loyalty_entry e join orders o on o.id = e.order_id where e.order_id = ${orderId} order by e.number`.execute(db);
  return rows;
}

export type WaitingPoints = { orderId: string; number: string; points: number; dueAt: Date | null };

/** Orders whose points may not be spent yet, those that are due first. */
export async function waitingPoints(db: Db, customerId: string, most: number): Promise<WaitingPoints[]> {
  const { rows } = await sql<WaitingPoints>`
    select o.id as "orderId", o.number, l.points, l.due_at as "dueAt" from loyalty_order l join orders o on o.id = l.order_id
    where l.customer_id = ${customerId} and l.is_pending and l.points > 0 order by l.due_at, o.placed_at limit ${most}`.execute(db);
  return rows;
}
