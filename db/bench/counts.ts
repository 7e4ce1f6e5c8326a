import { sql } from 'kysely';
import type { Db } from '../client.ts';

export async function countOrders(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from orders`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Orders whose money the bank has taken, once each; what it sent back of it since, as for a late parcel, makes them none the less paid. */
export async function countPaidOrders(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from orders o join payment p on p.order_id = o.id
    where o.life <> 'cancelled' and p.captured_minor = o.total_minor`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Facts that nobody has passed on yet. */
export async function waitingFacts(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from outbox`.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * Jobs that are due only later would run into the next measurement, and so would those that the watch over unpaid orders writes down twenty
 * seconds after them: nobody pays here.
 */
export async function forgetWaitingJobs(db: Db): Promise<void> {
  await sql`update orders set pay_by = pay_by + interval '1 day' where life = 'placed'`.execute(db);
  await sql`delete from jobs.job where state in ('created', 'retry')`.execute(db);
}

/** What the pages call the version of a variant's stock: the sum over its levels and those that were given up. */
export async function levelVersions(db: Db, variantId: string): Promise<number> {
  const { rows } = await sql<{
    version: number;
  }>`
    select (sum(version) + (select stock_floor from variant where id = ${variantId}))::int as version from stock_level where variant_id = ${variantId}`.execute(db);
  return rows[0]?.version ?? 0;
}

export async function countFinishedOrders(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from orders where life = 'completed'`.execute(db);
  return rows[0]?.n ?? 0;
}
