import { sql, type Kysely } from 'kysely';

/** People behind the assistant: who has which ticket until when, what they note for each other, what they often say, and how it was for the shopper. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await ticketsInHand(db);
  await levels(db);
  await sql`
    create table support_note (
      id uuid primary key,
      ticket_id uuid not null references support_ticket,
      words text not null check (length(words) between 1 and 4000),
      written_by uuid references app_user,
      at timestamptz not null
    )`.execute(db);
  await sql`create index support_note_ticket on support_note (ticket_id, at)`.execute(db);
  await sql`create index support_note_written_by on support_note (written_by) where written_by is not null`.execute(db);
  await sql`
    create table support_answer (
      id uuid primary key,
      title text not null check (length(title) between 1 and 80),
      words text not null check (length(words) between 1 and 2000),
      version int not null default 1,
      changed_by uuid references app_user,
      changed_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`create unique index support_answer_title on support_answer (lower(title)) where ended_at is null`.execute(db);
  await sql`create index support_answer_changed_by on support_answer (changed_by) where changed_by is not null`.execute(db);
  // What one of us said no to says why; its shopper reads it.
  await sql`alter table pending_action add reason text not null default '' check (length(reason) <= 400)`.execute(db);
}

async function ticketsInHand(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table support_ticket
      drop constraint support_ticket_state_check,
      add constraint support_ticket_state_check check (state in ('open', 'assigned', 'waiting', 'closed', 'reopened')),
      add constraint support_ticket_about_check check (about in ('order', 'return', 'payment', 'product', 'complaint', 'other')),
      add priority text not null default 'normal',
      add constraint support_ticket_priority_check check (priority in ('normal', 'high')),
      add return_id uuid references return_case,
      add issue_id uuid references return_issue,
      add assignee_id uuid references app_user,
      add first_due_at timestamptz,
      add solve_due_at timestamptz,
      add first_answered_at timestamptz,
      add waiting_since timestamptz,
      add waited_seconds int not null default 0 check (waited_seconds >= 0),
      add stars smallint check (stars between 1 and 5),
      add stars_words text not null default '' check (length(stars_words) <= 1000),
      add stars_at timestamptz`.execute(db);
  await sql`
    update support_ticket set first_due_at = opened_at + interval '30 minutes', solve_due_at = opened_at + interval '24 hours'`.execute(db);
  // What waits for its shopper, or is over, is late for nobody.
  await sql`
    alter table support_ticket
      alter first_due_at set not null,
      alter solve_due_at set not null,
      add next_due_at timestamptz not null generated always as (
        case when state in ('waiting', 'closed') then timestamptz 'infinity'
          when first_answered_at is null then first_due_at else solve_due_at end) stored,
      add check (solve_due_at >= first_due_at),
      add check (state not in ('assigned', 'waiting') or assignee_id is not null),
      add check (state not in ('open', 'reopened') or assignee_id is null),
      add check ((state = 'waiting') = (waiting_since is not null)),
      add check ((stars is null) = (stars_at is null)),
      add check (stars is not null or stars_words = '')`.execute(db);
  await sql`drop index support_ticket_one_open`.execute(db);
  await sql`create unique index support_ticket_one_open on support_ticket (thread_id) where state <> 'closed'`.execute(db);
  await sql`create index support_ticket_thread on support_ticket (thread_id, opened_at)`.execute(db);
  await sql`create index support_ticket_due on support_ticket (next_due_at, id) where state <> 'closed'`.execute(db);
  await sql`create index support_ticket_closed on support_ticket (closed_at desc, id desc) where state = 'closed'`.execute(db);
  await sql`create index support_ticket_opened on support_ticket (opened_at)`.execute(db);
  await sql`create index support_ticket_return on support_ticket (return_id) where return_id is not null`.execute(db);
  await sql`create unique index support_ticket_issue on support_ticket (issue_id) where issue_id is not null`.execute(db);
  await sql`create index support_ticket_assignee on support_ticket (assignee_id) where assignee_id is not null`.execute(db);
}

/** How soon somebody is to answer, and to have solved it, in minutes: by what it is about and how pressing it is. */
async function levels(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table support_level (
      about text not null check (about in ('order', 'return', 'payment', 'product', 'complaint', 'other')),
      priority text not null check (priority in ('normal', 'high')),
      first_minutes int not null check (first_minutes > 0),
      solve_minutes int not null,
      primary key (about, priority),
      check (solve_minutes >= first_minutes)
    )`.execute(db);
  await sql`
    insert into support_level (about, priority, first_minutes, solve_minutes) values
      ('order', 'normal', 30, 1440), ('order', 'high', 10, 480),
      ('return', 'normal', 30, 1440), ('return', 'high', 10, 480),
      ('payment', 'normal', 20, 720), ('payment', 'high', 10, 240),
      ('product', 'normal', 60, 2880), ('product', 'high', 20, 720),
      ('complaint', 'normal', 15, 720), ('complaint', 'high', 5, 240),
      ('other', 'normal', 60, 2880), ('other', 'high', 20, 720)`.execute(db);
}
