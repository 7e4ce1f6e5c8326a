import { sql, type Kysely } from 'kysely';

/**
 * A day has as many shifts as it has: what was one or none is a list of one or none, and says the same as before. How long an answer and a solution
 * took of the hours in which somebody is there is counted when they come; nobody knows it of those that came before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table support_terms disable trigger stays_as_written`.execute(db);
  await sql`
    update support_terms t set hours = t.hours || jsonb_build_object('week', (
      select jsonb_agg(case when jsonb_typeof(d.shift) = 'object' then jsonb_build_array(d.shift) else '[]'::jsonb end order by d.nth)
      from jsonb_array_elements(t.hours -> 'week') with ordinality d (shift, nth)))`.execute(db);
  await sql`alter table support_terms enable trigger stays_as_written`.execute(db);
  await sql`
    alter table support_ticket
      add first_service_seconds int check (first_service_seconds >= 0),
      add solve_service_seconds int check (solve_service_seconds >= 0),
      add check (first_service_seconds is null or first_answered_at is not null),
      add check (solve_service_seconds is null or closed_at is not null)`.execute(db);
}
