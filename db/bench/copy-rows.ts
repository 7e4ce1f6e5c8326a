import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

export type Copy = {
  table: string;
  /** Which rows of `t` are copied. */
  where: string;
  /** Columns that differ in a copy, as expressions over the row `t` and the number `n` of the copy. */
  set: Record<string, string>;
};

type Numbers = { from: number; to: number };

/** Ids of copies follow from the original and the number alone, so that rows which name each other still do. Sorted by number. */
export async function makeCopyId(db: Db): Promise<void> {
  await sql`
    create function copy_id(p_id uuid, p_n int) returns uuid language sql immutable parallel safe as $$
      select (lpad(to_hex(1700000000000 + p_n), 12, '0') || '7' || substr(md5(p_id::text), 1, 3) || '8' || substr(md5(p_id::text || p_n), 1, 15))::uuid
      where p_id is not null
    $$`.execute(db);
}

/** Copies rows of one table, each as often as there are numbers, in one statement: real rows in any amount. */
export async function copyRows(tx: Tx, { table, where, set }: Copy, { from, to }: Numbers): Promise<void> {
  const columns = await writableColumns(tx, table);
  const names = sql.raw(columns.map((name) => `"${name}"`).join(', '));
  const values = sql.raw(columns.map((name) => set[name] ?? `t."${name}"`).join(', '));
  await sql`
    insert into ${sql.table(table)} (${names})
    select ${values} from ${sql.table(table)} t cross join generate_series(${from}::int, ${to}::int) n where ${sql.raw(where)}
    order by n`.execute(tx);
}

/** All but those that the database fills itself. */
async function writableColumns(tx: Tx, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' and is_identity = 'NO'
    order by ordinal_position`.execute(tx);
  return rows.map(({ name }) => name);
}
