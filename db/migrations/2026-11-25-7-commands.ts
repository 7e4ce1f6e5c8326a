import { sql, type Kysely } from 'kysely';

/** What every command of the write path stands on. What they refuse leaves as errcode TLREF with the refusal's code as its message. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse(p_code text, p_detail text default '') returns void language plpgsql as $$
    begin
      raise exception using errcode = 'TLREF', message = p_code, detail = p_detail;
    end $$`.execute(db);

  await sql`
    create function record_events(p_events jsonb, p_actor jsonb, p_channel text, p_at timestamptz, p_cause text) returns void language sql as $$
      with written as (
        insert into event (topic, version, type, data, actor, channel, cause, at)
        select e ->> 'topic', (e ->> 'version')::int, e ->> 'type', e - 'topic' - 'version' - 'type', p_actor, p_channel, p_cause, p_at
        from jsonb_array_elements(p_events) with ordinality as listed (e, n) order by n
        returning position, topic)
      insert into outbox (position, topic) select position, topic from written
    $$`.execute(db);

  // Null: go ahead. Else the answer that this key got before. A rival with the same key waits here for the first one's end.
  // Whoever knows beforehand what the answer will be gives it here and need not finish: what fails leaves nothing behind.
  await sql`
    create function begin_command(p_scope text, p_key text, p_hash text, p_result jsonb default null) returns jsonb language plpgsql as $$
    declare saved idempotency;
    begin
      if p_key is null then return null; end if;
      insert into idempotency (scope, key, hash, result) values (p_scope, p_key, p_hash, p_result) on conflict do nothing;
      if found then return null; end if;
      select * into saved from idempotency where scope = p_scope and key = p_key;
      if saved.hash <> p_hash then perform refuse('key-reused'); end if;
      return saved.result;
    end $$`.execute(db);

  await sql`
    create function finish_command(p_scope text, p_key text, p_result jsonb) returns jsonb language plpgsql as $$
    begin
      update idempotency set result = p_result where scope = p_scope and key = p_key;
      return p_result;
    end $$`.execute(db);
}
