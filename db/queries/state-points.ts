import { sql } from 'kysely';
import type { Tx } from '../client.ts';

/** Orders of this transaction earn nothing: what they earned elsewhere is in the points that their customers come with. */
export async function earnNothing(tx: Tx): Promise<void> {
  await sql`select set_config('loyalty.earns', 'off', true)`.execute(tx);
}

type GivenPoints = { customer_id: string; points: number };

/** Whose points wait in part for goods that may still come back, more of them than are given: those cannot be taken. */
export async function lessThanPending(tx: Tx, given: GivenPoints[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select a.customer_id as id from loyalty_account a join jsonb_to_recordset(${JSON.stringify(given)}::jsonb) x (customer_id uuid, points bigint)
      on x.customer_id = a.customer_id where x.points < a.pending`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** The first balance of an account is an opening entry; one that differs from what is here, an entry that says so. */
export async function putPoints(tx: Tx, given: GivenPoints[], { importId, at }: { importId: string; at: string }): Promise<void> {
  if (given.length === 0) return;
  const list = JSON.stringify(given);
  await sql`
    insert into loyalty_account (customer_id) select customer_id from jsonb_to_recordset(${list}::jsonb) x (customer_id uuid, points bigint)
    on conflict do nothing`.execute(tx);
  await sql`
    with had as (
      select a.customer_id, x.points - a.pending - a.spendable as delta
      from loyalty_account a join jsonb_to_recordset(${list}::jsonb) x (customer_id uuid, points bigint) on x.customer_id = a.customer_id
      for no key update of a),
    changed as (
      update loyalty_account a set spendable = a.spendable + h.delta, version = a.version + 1
      from had h where h.customer_id = a.customer_id and h.delta <> 0
      returning a.customer_id, a.version, a.pending, a.spendable, h.delta)
    insert into loyalty_entry (id, customer_id, number, kind, pending_delta, spendable_delta, pending, spendable, cause, at)
    select gen_random_uuid(), customer_id, version, case version when 1 then 'opened' else 'corrected' end, 0, delta, pending, spendable,
      ${`import:${importId}/`} || customer_id, ${at}::timestamptz
    from changed`.execute(tx);
}
