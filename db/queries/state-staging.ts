import { sql } from 'kysely';
import type { RecordType, StateRecord } from '#lib/commerce/state/state-record.ts';
import type { Tx } from '../client.ts';

export type StagedLine = {
  line: number;
  type: RecordType;
  source: string;
  external_id: string;
  our_id: string;
  /** The order that a parcel belongs to; of what went back, the payment at first. */
  parent: string | null;
  hash: string;
  body: StateRecord;
  /** The fields of the body that the line does not have. */
  left_out: string[];
  kept: Record<string, unknown>;
  /** What it points at, as type and our id, and where in the line. */
  refs: string[];
  pointers: string[];
};

/** Checked lines lie in the database until all are there: the file may be larger than any memory. Gone with the transaction. */
export async function openStaging(tx: Tx): Promise<void> {
  await sql`
    create temporary table state_line (
      line int primary key, type text not null, source text not null, external_id text not null, our_id text not null, parent text,
      hash text not null, body json not null, left_out text[] not null, kept jsonb not null, refs text[] not null, pointers text[] not null,
      -- same: as it came before; kept: stays as it is here; null: to be looked at.
      was text
    ) on commit drop`.execute(tx);
  await sql`
    create temporary table state_shelf (
      variant_id uuid, node_id text, on_hand int, unavailable int, safety int, for_counter int, bin text, counted_at timestamptz,
      primary key (variant_id, node_id)
    ) on commit drop`.execute(tx);
}

export async function stage(tx: Tx, lines: StagedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    insert into state_line (line, type, source, external_id, our_id, parent, hash, body, left_out, kept, refs, pointers)
    select * from json_to_recordset(${JSON.stringify(lines)}::json) as x (line int, type text, source text, external_id text, our_id text,
      parent text, hash text, body json, left_out text[], kept jsonb, refs text[], pointers text[])`.execute(tx);
}

/**
 * All lines are in: what went back belongs to the order of its payment, and lines that came before as they are need no further look. The indexes come first:
 * one that is made after rows were changed in place is of no use to the transaction that changed them.
 */
export async function closeStaging(tx: Tx): Promise<void> {
  await sql`create index on state_line (type, our_id)`.execute(tx);
  await sql`create index on state_line (parent)`.execute(tx);
  await sql`analyze state_line (type, source, external_id, our_id, parent, was)`.execute(tx);
  await sql`
    update state_line r set parent = coalesce(
      (select p.parent from state_line p where p.type = 'payment' and p.our_id = r.parent limit 1),
      (select p.order_id::text from payment p where p.id::text = r.parent))
    where r.type = 'refund'`.execute(tx);
  await sql`
    update state_line s set was = 'same' from external_ref r
    where r.type = s.type and r.source = s.source and r.external_id = s.external_id and r.hash = s.hash`.execute(tx);
}

export type Twin = { line: number; first: number; name: string };

/** Lines that name a record for the second time, or the same shelf or price by another name. */
export async function twins(tx: Tx): Promise<Twin[]> {
  const { rows } = await sql<Twin>`
    select line, first, type || ' ' || source || '/' || external_id as name from (
      select line, type, source, external_id, our_id, min(line) over (partition by type, our_id) as first from state_line) t
    where line <> first order by line`.execute(tx);
  return rows;
}

export type Dangling = { line: number; name: string; pointer: string; wanted: string };

/** References to what neither the file nor the shop has. */
export async function dangling(tx: Tx): Promise<Dangling[]> {
  const { rows } = await sql<Dangling>`
    with wanted as (
        select distinct split_part(ref, ':', 1) as type, substr(ref, strpos(ref, ':') + 1) as id, ref from state_line, unnest(refs) ref),
      missing as (
        select ref from wanted w
        where not exists (select from state_line s where s.type = w.type and s.our_id = w.id)
          and not exists (select from external_ref r where r.type = w.type and r.our_id = w.id)
          and not case w.type
            when 'product' then exists (select from product p where p.id::text = w.id)
            when 'variant' then exists (select from variant v where v.id::text = w.id)
            when 'location' then exists (select from node n where n.id = w.id)
            when 'customer' then exists (select from app_user u where u.id::text = w.id and u.role = 'shopper')
            when 'order' then exists (select from orders o where o.id::text = w.id)
            when 'change' then exists (select from order_change h where h.id::text = w.id)
            when 'return' then exists (select from return_case k where k.id::text = w.id)
            when 'shipment' then exists (select from fulfilment_order f where f.id::text = w.id)
            else exists (select from payment p where p.id::text = w.id) end)
    select s.line, s.type || ' ' || s.source || '/' || s.external_id as name, r.pointer, m.ref as wanted
    from state_line s cross join lateral unnest(s.refs, s.pointers) r (ref, pointer) join missing m on m.ref = r.ref
    order by s.line, r.pointer`.execute(tx);
  return rows;
}

export type Staged = Pick<StagedLine, 'line' | 'type' | 'source' | 'external_id' | 'our_id' | 'body' | 'left_out' | 'kept'> & {
  /** The version of ours after it came last; null when it never did. */
  ref_version: number | null;
};

/** The next lines of a type that are to be looked at, in the order of the file. */
export async function stagedAfter(tx: Tx, type: RecordType, after: number, limit: number): Promise<Staged[]> {
  const { rows } = await sql<Staged>`
    select s.line, s.type, s.source, s.external_id, s.our_id, s.body, s.left_out, s.kept, r.version as ref_version
    from state_line s left join external_ref r on r.type = s.type and r.source = s.source and r.external_id = s.external_id
    where s.type = ${type} and s.line > ${after} and s.was is null order by s.line limit ${limit}`.execute(tx);
  return rows;
}

/** Records whose parent is an order. */
const ofOrders = sql`('order', 'shipment', 'payment', 'refund', 'credit', 'return', 'change')`;

/** Orders of which a line is to be looked at, each once, numbered in the order of the file. */
export async function listStagedOrders(tx: Tx): Promise<void> {
  await sql`
    create temporary table state_order on commit drop as
      select parent as id, row_number() over (order by min(line)) as n from state_line
      where type in ${ofOrders} and parent is not null group by parent having bool_or(was is null)`.execute(tx);
  await sql`create index on state_order (n)`.execute(tx);
  await sql`analyze state_order`.execute(tx);
}

export type StagedOrder = { id: string; lines: (Staged & { was: string | null })[] };

export async function stagedOrders(tx: Tx, after: number, limit: number): Promise<StagedOrder[]> {
  const { rows } = await sql<StagedOrder['lines'][number] & { id: string }>`
    select o.id, s.line, s.type, s.source, s.external_id, s.our_id, s.body, s.left_out, s.kept, s.was, r.version as ref_version
    from state_order o join state_line s on s.parent = o.id and s.type in ${ofOrders}
      left join external_ref r on r.type = s.type and r.source = s.source and r.external_id = s.external_id
    where o.n > ${after} and o.n <= ${after + limit} order by o.n, s.line`.execute(tx);
  const orders: StagedOrder[] = [];
  for (const { id, ...line } of rows) {
    const last = orders.at(-1);
    if (last?.id === id) last.lines.push(line);
    else orders.push({ id, lines: [line] });
  }
  return orders;
}

/** These stay as they are here: the file's word is not taken. */
export async function keepOurs(tx: Tx, lines: number[]): Promise<void> {
  if (lines.length > 0) await sql`update state_line set was = 'kept' where line = any (${lines}::int[])`.execute(tx);
}

export async function stagedCounts(tx: Tx): Promise<{ type: RecordType; lines: number; same: number }[]> {
  const { rows } = await sql<{ type: RecordType; lines: number; same: number }>`
    select type, count(*)::int as lines, (count(*) filter (where was = 'same'))::int as same from state_line group by type order by type`.execute(
    tx
  );
  return rows;
}

/** From now on each record is known by the name it came under, with the version that ours has now: what is of an order has that of the order. */
export async function writeRefs(tx: Tx, { importId, at }: { importId: string; at: Date }): Promise<void> {
  await sql`
    insert into external_ref (type, source, external_id, our_id, hash, version, kept, import_id, at)
    select s.type, s.source, s.external_id, s.our_id, s.hash, coalesce(o.version, state_version(s.type, s.our_id)), s.kept, ${importId}, ${at}
    from state_line s left join orders o on o.id = case when s.type in ${ofOrders} then s.parent::uuid end where s.was is null
    on conflict (type, source, external_id) do update set hash = excluded.hash, version = excluded.version, kept = excluded.kept,
      import_id = excluded.import_id`.execute(tx);
}

/** Fields that have no place of their own here stay with the name of their record. */
export async function keepFields(tx: Tx, fields: { line: number; kept: Record<string, unknown> }[]): Promise<void> {
  if (fields.length === 0) return;
  await sql`
    update state_line s set kept = s.kept || x.kept from jsonb_to_recordset(${JSON.stringify(fields)}::jsonb) x (line int, kept jsonb)
    where x.line = s.line`.execute(tx);
}

/** Options of the variants of products, in the file and in the shop. */
export async function optionsOf(tx: Tx, productIds: string[]): Promise<Map<string, string[][]>> {
  const { rows } = await sql<{ id: string; options: string[][] }>`
    select id, jsonb_agg(distinct options) as options from (
      select parent as id, coalesce((body -> 'options')::jsonb, '[]') as options from state_line where type = 'variant' and parent = any (${productIds}::text[])
      union all select product_id::text, to_jsonb(options) from variant where product_id = any (${productIds}::uuid[])) o group by id`.execute(
    tx
  );
  return new Map(rows.map(({ id, options }) => [id, options]));
}
