import { sql, type Kysely } from 'kysely';

/** Files that the office brings in. Their bytes lie in pieces, and only until it is decided what becomes of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table import_file (
      id uuid primary key,
      kind text not null check (kind in ('state', 'catalogue')),
      name text not null check (length(name) between 1 and 200),
      state text not null check (state in ('receiving', 'received', 'ready', 'confirmed', 'done', 'refused', 'lapsed')),
      size bigint not null default 0 check (size >= 0),
      progress text not null default '',
      found jsonb,
      by jsonb not null,
      at timestamptz not null,
      ended_at timestamptz,
      check ((ended_at is null) = (state in ('receiving', 'received', 'ready', 'confirmed')))
    )`.execute(db);
  await sql`create index import_file_newest on import_file (at desc, id)`.execute(db);
  await sql`
    create table import_piece (
      import_file_id uuid not null references import_file,
      n int not null check (n >= 0),
      bytes bytea not null,
      primary key (import_file_id, n)
    )`.execute(db);
}
