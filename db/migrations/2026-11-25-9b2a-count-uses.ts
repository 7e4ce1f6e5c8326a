import { sql, type Kysely } from 'kysely';

/**
 * Counts uses of several subjects at once, each named once, and answers the names of those that may go ahead. The transaction does
 * not wait for the disk: a crash forgets half a second of counting and nothing else, so it stands alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function count_uses(p jsonb) returns setof text language plpgsql as $$
    begin
      perform set_config('synchronous_commit', 'off', true);
      -- Older slices no longer change; the running one is counted under the lock of its row, so rivals cannot both be the last.
      return query
        with ask as (
          select x.*, (select coalesce(sum(b.used), 0)::int from rate_bucket b
            where b.name = x.name and b.subject = x.subject and b.window_start >= x.oldest and b.window_start < x.current) as earlier
          from jsonb_to_recordset(p) x (name text, subject text, most int, current timestamptz, oldest timestamptz))
        insert into rate_bucket as b (name, subject, window_start, used)
          select name, subject, current, 1 from ask where earlier < most order by name, subject
        on conflict (name, subject, window_start) do update set used = b.used + 1
          where b.used < (select most - earlier from ask where ask.name = b.name and ask.subject = b.subject)
        returning b.name || ' ' || b.subject;
    end $$`.execute(db);
}
