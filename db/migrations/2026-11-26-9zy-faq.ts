import { sql, type Kysely } from 'kysely';

/** Questions that shoppers ask again and again, found in talks or counted: drafts until one of us lets them go out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table faq_entry (
      id uuid primary key,
      state text not null check (state in ('draft', 'published', 'withdrawn', 'rejected')),
      version int not null check (version > 0),
      question text not null check (length(question) between 1 and 310),
      answer text not null check (length(answer) between 1 and 2000),
      asked int not null check (asked >= 0),
      rests_on jsonb not null check (rests_on ? 'what'),
      statistic text generated always as (case rests_on ->> 'what' when 'statistic' then rests_on ->> 'name' end) stored,
      drafted_at timestamptz not null,
      decided_by uuid references app_user,
      published_at timestamptz,
      ended_at timestamptz,
      reason text check (reason in ('policy-switched', 'rules-changed', 'product-changed', 'product-gone', 'figure-moved', 'by-hand')),
      check ((state in ('withdrawn', 'rejected')) = (ended_at is not null)),
      check ((state = 'withdrawn') = (reason is not null)),
      check (state not in ('published', 'rejected') or decided_by is not null),
      check (published_at is null or decided_by is not null),
      check (state <> 'published' or published_at is not null),
      check (state not in ('draft', 'rejected') or published_at is null),
      check (state <> 'draft' or decided_by is null)
    )`.execute(db);
  await sql`create unique index faq_entry_one_statistic on faq_entry (statistic) where state in ('draft', 'published')`.execute(db);
  await sql`create index faq_entry_state on faq_entry (state, drafted_at)`.execute(db);
  await sql`
    create table faq_entry_message (
      entry_id uuid not null references faq_entry,
      message_id uuid not null references support_message on delete cascade,
      primary key (entry_id, message_id)
    )`.execute(db);
  await sql`create index faq_entry_message_message on faq_entry_message (message_id)`.execute(db);
  // What one of us approved is what shoppers read: once it is out nobody writes other words or another ground into it, and what has ended stays so.
  await sql`
    create function faq_entry_stays() returns trigger language plpgsql as $$
    begin
      if new.version <> old.version + 1 then raise exception 'an entry has one version after the other'; end if;
      if old.state in ('withdrawn', 'rejected') then raise exception 'an entry that has ended stays so'; end if;
      if old.state = 'published' and (new.question, new.answer, new.rests_on, new.decided_by, new.published_at)
        is distinct from (old.question, old.answer, old.rests_on, old.decided_by, old.published_at)
      then raise exception 'what was published stays as it was approved';
      end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger faq_entry_stays before update on faq_entry for each row execute function faq_entry_stays()`.execute(db);
  await sql`create trigger faq_entry_kept before delete or truncate on faq_entry for each statement execute function stays_as_written()`.execute(
    db
  );
}
