import { sql } from 'kysely';
import type { HadEntry } from '#lib/commerce/state/value-rows.ts';
import type { Tx } from '../client.ts';

/** The entries of balances, and of nothing else while their cards are changed: those are locked. */
export async function entriesOf(tx: Tx, ids: string[]): Promise<Map<string, HadEntry[]>> {
  await sql`select from stored_value where id = any (${ids}::uuid[]) order by id for update`.execute(tx);
  const { rows } = await sql<{ id: string; entries: HadEntry[] }>`
    select stored_value_id as id, jsonb_agg(jsonb_build_object('number', number, 'cause', cause, 'delta', delta_minor) order by number) as entries
    from stored_value_entry where stored_value_id = any (${ids}::uuid[]) group by 1`.execute(tx);
  return new Map(rows.map(({ id, entries }) => [id, entries]));
}

type Named = { id: string; code_seal: string | null; customer_id: string | null; order_id: string | null; currency: string };

/** Those of which there is another one, among them or in the shop: with the same code, of the same customer in this currency, of the same order. */
export async function takenValues(tx: Tx, values: Named[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) x (id uuid, code_seal text, customer_id uuid, order_id uuid, currency text))
    select w.id from wanted w where exists (
      select from (select id, code_seal, customer_id, order_id, currency::text from stored_value union all select * from wanted) v
      where v.id <> w.id and (v.code_seal = w.code_seal or v.order_id = w.order_id or (v.customer_id, v.currency) = (w.customer_id, w.currency)))`.execute(
    tx
  );
  return new Set(rows.map(({ id }) => id));
}

/** Payments and refunds of the file that are from or to a balance, and of which no balance says so. */
export async function unmatchedBalances(tx: Tx): Promise<{ line: number; name: string; pointer: string }[]> {
  const { rows } = await sql<{ line: number; name: string; pointer: string }>`
    select s.line, s.type || ' ' || s.source || '/' || s.external_id as name, '/method' as pointer
      from state_line s join payment p on p.id = s.our_id::uuid left join stored_value_entry e on e.payment_id = p.id and e.kind = 'redeemed'
      where s.type = 'payment' and p.method in ('gift_card', 'store_credit') and p.captured_minor <> coalesce(-e.delta_minor, 0)
    union all
    select s.line, s.type || ' ' || s.source || '/' || s.external_id, '/refunds'
      from state_line s join refund r on r.credit_id = s.our_id::uuid left join stored_value_entry e on e.refund_id = r.id
      where s.type = 'credit' and r.how in ('gift-card', 'store-credit')
        and coalesce(e.delta_minor, 0) <> case r.state when 'paid' then r.amount_minor else 0 end
    order by 1`.execute(tx);
  return rows;
}
