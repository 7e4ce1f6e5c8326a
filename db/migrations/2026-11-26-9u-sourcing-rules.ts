import { sql, type Kysely } from 'kysely';

/**
 * Rules of who sends what, as versions that never change. What is in force is the newest that was switched on; each switch names the one
 * before it, so that of two at once one comes too late.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sourcing_rule_set (
      version int primary key check (version > 0),
      rules jsonb not null check (jsonb_typeof(rules) = 'array'),
      note text not null check (char_length(note) <= 200),
      author_id uuid not null references app_user,
      made_at timestamptz not null
    )`.execute(db);
  await sql`
    create table sourcing_switch (
      version int primary key references sourcing_rule_set,
      follows int unique nulls not distinct references sourcing_switch check (follows < version),
      author_id uuid not null references app_user,
      made_at timestamptz not null
    )`.execute(db);
  await sql`
    create function stays_as_written() returns trigger language plpgsql as $$
    begin
      raise exception '% only grows', tg_table_name;
    end $$`.execute(db);
  for (const table of ['sourcing_rule_set', 'sourcing_switch'])
    await sql`
      create trigger stays_as_written before update or delete or truncate on ${sql.table(table)}
        for each statement execute function stays_as_written()`.execute(db);
}
