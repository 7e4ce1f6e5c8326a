import { sql } from 'kysely';
import type { ReturnRows } from '#lib/commerce/state/return-rows.ts';
import type { Tx } from '../client.ts';
import { ONE_FOR_A_CAUSE } from './return-issues.ts';
import { putRows } from './state-write.ts';

const BY_ID = { key: ['id'] };

/** Returns with all that belongs to them, as the file and the shop say by now. */
export async function putReturns(tx: Tx, rows: ReturnRows): Promise<void> {
  const ids = rows.return_case.map(({ id }) => id);
  if (ids.length === 0) return;
  await putRows(tx, 'return_case', rows.return_case, { ...BY_ID, counts: true });
  // Claims may go from one to another within one file, and each unit has one at a time.
  await sql`update return_unit set is_claimed = false where return_id = any (${ids}::uuid[])`.execute(tx);
  await leaveOut(tx, rows, ids);
  await putLines(tx, rows.return_line);
  await putUnits(tx, rows.return_unit);
  await putRows(tx, 'return_shipment', rows.return_shipment, BY_ID);
  await putScans(tx, rows.return_scan);
  await putRows(tx, 'return_issue', rows.return_issue, { key: ['cause'], among: ONE_FOR_A_CAUSE, kept: ['id'] });
  await endPickups(tx, ids);
  await putAway(tx, rows.return_case);
}

/** Nobody has to come for what a file says is no longer waited for; the sweep tells the carrier. */
async function endPickups(tx: Tx, ids: string[]): Promise<void> {
  await sql`
    update return_pickup p set state = 'ending' from return_case r
    where r.id = p.return_id and r.id = any (${ids}::uuid[]) and p.state in ('asked', 'booked') and (r.state, r.method) <> ('label_issued', 'home')`.execute(
    tx
  );
}

/** Lines and units that a correction has no more. */
async function leaveOut(tx: Tx, rows: ReturnRows, ids: string[]): Promise<void> {
  const stay = (of: { id: string }[]) => of.map(({ id }) => id);
  const lines = stay(rows.return_line);
  await sql`delete from return_unit where return_id = any (${ids}::uuid[]) and id <> all (${stay(rows.return_unit)}::uuid[])`.execute(tx);
  await sql`update return_photo set return_line_id = null where return_line_id in (
    select id from return_line where return_id = any (${ids}::uuid[]) and id <> all (${lines}::uuid[]))`.execute(tx);
  await sql`delete from return_line where return_id = any (${ids}::uuid[]) and id <> all (${lines}::uuid[])`.execute(tx);
}

async function putLines(tx: Tx, lines: ReturnRows['return_line']): Promise<void> {
  await sql`
    insert into return_line (id, return_id, place, fulfilment_line_id, order_line_id, variant_id, quantity, unit_price_minor, reason, detail, words,
      exchange_variant_id, exchange_unit_price_minor, exchange_order_line_id)
    select x.id, x.return_id, x.place, f.id, x.order_line_id, x.variant_id, x.quantity, x.unit_price_minor, x.reason, x.detail, x.words,
      x.exchange_variant_id, x.exchange_unit_price_minor, x.exchange_order_line_id
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) x (id uuid, return_id uuid, place int, fulfilment_order_id uuid, order_line_id uuid,
        variant_id uuid, quantity int, unit_price_minor bigint, reason text, detail text, words text, exchange_variant_id uuid,
        exchange_unit_price_minor bigint, exchange_order_line_id uuid)
      join fulfilment_line f on f.fulfilment_order_id = x.fulfilment_order_id and f.order_line_id = x.order_line_id
    on conflict (id) do update set place = excluded.place, fulfilment_line_id = excluded.fulfilment_line_id, order_line_id = excluded.order_line_id,
      variant_id = excluded.variant_id, quantity = excluded.quantity, unit_price_minor = excluded.unit_price_minor, reason = excluded.reason,
      detail = excluded.detail, words = excluded.words, exchange_variant_id = excluded.exchange_variant_id,
      exchange_unit_price_minor = excluded.exchange_unit_price_minor,
      exchange_order_line_id = excluded.exchange_order_line_id`.execute(tx);
}

async function putUnits(tx: Tx, units: ReturnRows['return_unit']): Promise<void> {
  await sql`
    insert into return_unit (id, return_id, return_line_id, fulfilment_line_id, unit, is_claimed, received_at, disposition, graded_at, graded_by, node_id, note)
    select x.id, x.return_id, x.return_line_id, l.fulfilment_line_id, x.unit, x.is_claimed, x.received_at, x.disposition, x.graded_at, x.graded_by,
      x.node_id, x.note
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) x (id uuid, return_id uuid, return_line_id uuid, unit int, is_claimed boolean,
        received_at timestamptz, disposition text, graded_at timestamptz, graded_by jsonb, node_id text, note text)
      join return_line l on l.id = x.return_line_id
    on conflict (id) do update set return_line_id = excluded.return_line_id, fulfilment_line_id = excluded.fulfilment_line_id, unit = excluded.unit,
      is_claimed = excluded.is_claimed, received_at = excluded.received_at, disposition = excluded.disposition, graded_at = excluded.graded_at,
      graded_by = coalesce(nullif(return_unit.graded_by, '{"role": "system"}'), excluded.graded_by), node_id = excluded.node_id, note = excluded.note`.execute(
    tx
  );
}

async function putScans(tx: Tx, scans: ReturnRows['return_scan']): Promise<void> {
  if (scans.length === 0) return;
  await sql`
    insert into return_scan (id, return_shipment_id, provider, provider_event_id, status, detail, message, city, raw, occurred_at, received_at)
    select gen_random_uuid(), return_shipment_id, provider, provider_event_id, status, detail, message, city, raw, occurred_at, received_at
    from jsonb_populate_recordset(null::return_scan, ${JSON.stringify(scans)}::jsonb)
    on conflict (provider, provider_event_id) do nothing`.execute(tx);
}

/**
 * What was graded lies where it was graded, and the stock of a file is counted after that: the movement of each unit is written down with one that
 * takes it off again, so that the shelves stay as they are.
 */
async function putAway(tx: Tx, cases: ReturnRows['return_case']): Promise<void> {
  const orders = [...new Set(cases.map(({ order_id }) => order_id))];
  await sql`
    with graded as (
        select r.order_id, l.variant_id, u.node_id, count(*)::int as units,
          (count(*) filter (where u.disposition not in ('restock_a', 'restock_b')))::int as aside, min(r.number) as number, max(u.graded_at) as at
        from return_case r join return_line l on l.return_id = r.id join return_unit u on u.return_line_id = l.id join variant v on v.id = l.variant_id
        where r.order_id = any (${orders}::uuid[]) and v.tracked and u.disposition not in ('scrap', 'missing', 'back_to_customer')
        group by 1, 2, 3),
      moved as (
        select order_id, variant_id, node_id, sum(quantity)::int as units, sum(set_aside)::int as aside, max(reason) as reason, max(at) as at
        from stock_movement where order_id = any (${orders}::uuid[]) and kind = 'restocked' and reason like 'return %' group by 1, 2, 3),
      news as (
        select order_id, variant_id, node_id, coalesce(g.units, 0) - coalesce(m.units, 0) as units, coalesce(g.aside, 0) - coalesce(m.aside, 0) as aside,
          coalesce('return ' || g.number, m.reason) as reason, coalesce(g.at, m.at) as at
        from graded g full join moved m using (order_id, variant_id, node_id)
        where (g.units, g.aside) is distinct from (m.units, m.aside))
    insert into stock_movement (id, variant_id, node_id, kind, quantity, set_aside, reason, order_id, actor, at)
    select gen_random_uuid(), variant_id, node_id, w.kind, w.sign * units, w.sign * aside, case w.sign when 1 then reason else 'import' end, order_id,
      '{"role": "system"}', at
    from news cross join (values ('restocked', 1), ('counted', -1)) w (kind, sign)`.execute(tx);
}

/** Numbers that other returns have. */
export async function takenReturnNumbers(tx: Tx, returns: { id: string; number: string }[]): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    select k.number from return_case k join jsonb_to_recordset(${JSON.stringify(returns)}::jsonb) x (id uuid, number text) on x.number = k.number
    where k.id <> x.id`.execute(tx);
  return new Set(rows.map(({ number }) => number));
}

/** Lines of other orders that have one of these ids. */
export async function takenLines(tx: Tx, lines: { id: string; orderId: string }[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select l.id from order_line l join jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) x (id uuid, "orderId" uuid) on x.id = l.id
    where l.order_id <> x."orderId"`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
