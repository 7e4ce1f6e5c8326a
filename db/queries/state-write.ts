import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Tx } from '../client.ts';

type Row = Record<string, unknown>;
/** `among`: those rows alone that it holds for are told apart by `key`. */
type Putting = { key: string[]; among?: RawBuilder<unknown>; kept?: string[]; counts?: boolean; onlyNew?: boolean };

/**
 * Writes rows of one table by the columns that they name; columns they leave out are as for any new row. What is there by `key` is
 * changed in place, but for `kept` columns; with `counts` its version goes up by one; with `onlyNew` it stays.
 */
export async function putRows(
  tx: Tx,
  table: string,
  rows: Row[],
  { key, among, kept = [], counts = false, onlyNew = false }: Putting
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const changed = onlyNew ? [] : columns.filter((column) => !key.includes(column) && !kept.includes(column));
  const list = (names: string[]) => sql.join(names.map((column) => sql.ref(column)));
  const set = [
    ...changed.map((column): RawBuilder<unknown> => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`),
    ...(counts ? [sql`version = ${sql.table(table)}.version + 1`] : [])
  ];
  await sql`
    insert into ${sql.table(table)} (${list(columns)})
    select ${list(columns)} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)
    on conflict (${list(key)}) ${among ? sql`where ${among}` : sql``} do ${set.length === 0 ? sql`nothing` : sql`update set ${sql.join(set)}`}`.execute(
    tx
  );
}

/** Handles of others than these products, so that no two are called the same. */
export async function takenHandles(tx: Tx, products: { id: string; handle: string }[]): Promise<Set<string>> {
  const { rows } = await sql<{ handle: string }>`
    select p.handle from product p join jsonb_to_recordset(${JSON.stringify(products)}::jsonb) x (id uuid, handle text) on x.handle = p.handle
    where p.id <> x.id`.execute(tx);
  return new Set(rows.map(({ handle }) => handle));
}

/** Variants of their product with the same options under another id. */
export async function takenOptions(tx: Tx, variants: { id: string; product_id: string; options: string[] }[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select x.id from variant v join jsonb_to_recordset(${JSON.stringify(variants)}::jsonb) x (id uuid, product_id uuid, options text[])
      on x.product_id = v.product_id and x.options = v.options
    where v.id <> x.id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Pictures of products as their lists say: in that order, and none that is not in them. */
export async function putImages(tx: Tx, images: { product_id: string; images: Row[] }[]): Promise<void> {
  if (images.length === 0) return;
  const list = JSON.stringify(images);
  await sql`
    insert into product_image (id, product_id, position, src, alt, width, height)
    select gen_random_uuid(), x.product_id, min(i.n), i.image ->> 'src', coalesce(min(i.image ->> 'alt'), ''), min((i.image ->> 'width')::int),
      min((i.image ->> 'height')::int)
    from jsonb_to_recordset(${list}::jsonb) x (product_id uuid, images jsonb), jsonb_array_elements(x.images) with ordinality i (image, n)
    group by x.product_id, i.image ->> 'src'
    on conflict (product_id, src) do update set position = excluded.position, alt = excluded.alt, width = excluded.width, height = excluded.height`.execute(
    tx
  );
}

/** E-mail addresses that belong to others: an account has its own. */
export async function takenEmails(tx: Tx, customers: { id: string; email: string }[]): Promise<Set<string>> {
  const { rows } = await sql<{ email: string }>`
    select u.email from app_user u join jsonb_to_recordset(${JSON.stringify(customers)}::jsonb) x (id uuid, email text) on x.email = u.email
    where u.id <> x.id`.execute(tx);
  return new Set(rows.map(({ email }) => email));
}

export async function putAddresses(tx: Tx, addresses: { customer_id: string; addresses: Row[] }[]): Promise<void> {
  const owners = addresses.map(({ customer_id }) => customer_id);
  await sql`delete from customer_address where customer_id = any (${owners}::uuid[])`.execute(tx);
  await sql`
    insert into customer_address (id, customer_id, address, is_default, made_at)
    select gen_random_uuid(), x.customer_id, a.address - 'default_shipping' - 'default_billing',
      coalesce((a.address ->> 'default_shipping')::boolean, false), x.made_at + make_interval(secs => a.n / 1000.0)
    from jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb) x (customer_id uuid, addresses jsonb, made_at timestamptz),
      jsonb_array_elements(x.addresses) with ordinality a (address, n)`.execute(tx);
}

export type LoggedEvent = { event: { topic: string; version: number; type: string }; at: string };

/** Facts at their own times, written down now. No outbox: nothing follows from what happened elsewhere. */
export async function logEvents(tx: Tx, events: LoggedEvent[], by: { actor: Actor; importId: string }): Promise<void> {
  if (events.length === 0) return;
  const { channel, ...actor } = by.actor;
  const rows = events.map(({ event: { topic, version, type, ...data }, at }) => ({ topic, version, type, data, at }));
  await sql`
    insert into event (topic, version, type, data, actor, channel, cause, at)
    select topic, version, type, data, ${JSON.stringify(actor)}::jsonb, ${channel}, ${`import:${by.importId}`}, at
    from json_to_recordset(${JSON.stringify(rows)}::json) e (topic text, version int, type text, data jsonb, at timestamptz)`.execute(tx);
}
