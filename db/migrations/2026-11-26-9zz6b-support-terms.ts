import { sql, type Kysely } from 'kysely';

/**
 * How soon we answer, and when somebody is there for it, as versions that never change: the newest is in force. A ticket remembers from when its clock
 * runs and how long its shopper had the word since, so that other hours give it other times. What was counted before was counted day and night.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table support_terms (
      version int primary key check (version > 0),
      hours jsonb not null check (jsonb_typeof(hours -> 'week') = 'array' and jsonb_array_length(hours -> 'week') = 7),
      levels jsonb not null check (jsonb_typeof(levels) = 'object'),
      changed_by uuid references app_user,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`create index support_terms_changed_by on support_terms (changed_by) where changed_by is not null`.execute(db);
  await sql`
    insert into support_terms (version, hours, levels, changed_at)
    select 1,
      jsonb_build_object('zone', 'Asia/Kolkata', 'holidays', '[]'::jsonb,
        'week', (select jsonb_agg(jsonb_build_object('opens', 0, 'closes', 1440)) from generate_series(1, 7))),
      (select jsonb_object_agg(a.about, a.levels) from (
        select about, jsonb_object_agg(priority, jsonb_build_object('firstMinutes', first_minutes, 'solveMinutes', solve_minutes)) as levels
        from support_level group by about) a),
      now()`.execute(db);
  await sql`
    create trigger stays_as_written before update or delete or truncate on support_terms
      for each statement execute function stays_as_written()`.execute(db);
  await sql`alter table support_ticket add clock_from timestamptz, add clock_waited int not null default 0 check (clock_waited >= 0)`.execute(
    db
  );
  await sql`
    update support_ticket k set clock_from = k.solve_due_at - l.solve_minutes * interval '1 minute'
    from support_level l where l.about = k.about and l.priority = k.priority`.execute(db);
  await sql`alter table support_ticket alter clock_from set not null`.execute(db);
  await sql`drop table support_level`.execute(db);
}
