import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

export type NewAlert = { id: string; variantId: string; email: string; at: Date };

/** Nothing new where the address waits for it already, or for so many things. */
export async function insertAlert(tx: Tx, { id, variantId, email, at }: NewAlert, most: number): Promise<void> {
  await sql`
    insert into stock_alert (id, variant_id, email, asked_at)
    select ${id}, ${variantId}, ${email}, ${at}
    where (select count(*) from stock_alert where email = ${email} and state = 'waiting') < ${most}
    on conflict (variant_id, email) where state = 'waiting' do nothing`.execute(tx);
}

/** Whether it is, or was, for sale. */
export async function isVariant(db: Db | Tx, variantId: string): Promise<boolean> {
  return (await db.selectFrom('variant').select('id').where('id', '=', variantId).executeTakeFirst()) !== undefined;
}

/** Things that somebody waits for and that are there again. */
export async function awaitedAndBack(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ variantId: string }>`
    select distinct a.variant_id as "variantId" from stock_alert a
    where a.state = 'waiting' and exists (select from stock_level l where l.variant_id = a.variant_id and l.available > 0)
    limit ${limit}`.execute(db);
  return rows.map(({ variantId }) => variantId);
}

export type Awaited = { id: string; email: string; title: string; options: string[]; handle: string };

/** The first of those who wait are told now and by nobody else: those whom somebody else is telling are left to them. None where nothing is left. */
export async function takeAlerts(tx: Tx, variantId: string, { at, limit }: { at: Date; limit: number }): Promise<Awaited[]> {
  const { rows } = await sql<Awaited>`
    with first as (
      select id from stock_alert where variant_id = ${variantId} and state = 'waiting'
        and exists (select from stock_level l where l.variant_id = ${variantId} and l.available > 0)
      order by asked_at, id limit ${limit} for update skip locked)
    update stock_alert a set state = 'told', ended_at = ${at}
    from first f, variant v join product g on g.id = v.product_id
    where a.id = f.id and v.id = a.variant_id
    returning a.id, a.email, g.title, v.options, g.handle`.execute(tx);
  return rows;
}

export type Alert = { state: 'waiting' | 'told' | 'ended'; title: string; options: string[]; handle: string };

export async function findAlert(db: Db, id: string): Promise<Alert | undefined> {
  return db
    .selectFrom('stock_alert as a')
    .innerJoin('variant as v', 'v.id', 'a.variant_id')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select(['a.state', 'g.title', 'v.options', 'g.handle'])
    .where('a.id', '=', id)
    .executeTakeFirst();
}

/** Everything that this address waits for ends, as whoever holds one of its mails may ask. */
export async function endAlertsOfSame(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`
    update stock_alert set state = 'ended', ended_at = ${at}
    where state = 'waiting' and email = (select email from stock_alert where id = ${id})`.execute(tx);
}

export async function deleteAlertsOf(tx: Tx, email: string): Promise<void> {
  await tx.deleteFrom('stock_alert').where('email', '=', email.toLowerCase()).execute();
}

/** Addresses are kept no longer than the link in their mail is good for something. */
export async function forgetOldAlerts(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('stock_alert').where('ended_at', '<', before).execute();
}
