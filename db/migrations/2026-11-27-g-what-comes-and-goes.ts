import { sql, type Kysely } from 'kysely';

/**
 * Of tables whose rows come and go, what is wanted is found by its key even when the plan was made while they were empty: then reading all of
 * them looked free, and a plan is kept (`docs/decisions/0042`). Under load the relay went through all that had gone since somebody swept, once
 * for each fact that waited; and each try at a door went through all tries of that hour.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function count_uses(jsonb) set enable_seqscan = off`.execute(db);
  await sql`
    create function waiting_in_outbox(p_limit int, p_resting text[])
    returns table ("position" bigint, topic text, attempts int, version int, type text, data jsonb) language plpgsql stable
    set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
    begin
      return query
        with waiting as (
          select o.position, o.topic, o.attempts from outbox o
          where not exists (select from outbox stuck where stuck.topic = o.topic and stuck.set_aside_at is not null)
            and o.topic <> all (p_resting)
          order by o.position limit p_limit)
        -- The few that are wanted, each by its key: a join may walk through the whole history to find them at its end.
        select w.position, w.topic, w.attempts, fact.version, fact.type, fact.data
        from waiting w cross join lateral (select e.version, e.type, e.data from event e where e.position = w.position limit 1) fact
        order by w.position;
    end $$`.execute(db);
  await sql`
    create function take_from_outbox(p_positions bigint[], p_token bigint) returns setof bigint language plpgsql
    set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
    begin
      return query
        delete from outbox o where o.position = any (p_positions)
          and exists (select from lease l where l.name = 'relay' and l.token = p_token)
        returning o.position;
    end $$`.execute(db);
}
