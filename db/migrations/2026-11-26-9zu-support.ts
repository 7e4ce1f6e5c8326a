import { sql, type Kysely } from 'kysely';

/** Talks with the assistant, what it proposes, what it was asked and answered, and what it leaves to a person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table support_thread (
      id uuid primary key,
      customer_id uuid references app_user,
      order_id uuid references orders,
      version int not null default 0,
      made_at timestamptz not null,
      check (num_nonnulls(customer_id, order_id) <= 1)
    )`.execute(db);
  await sql`create index support_thread_customer on support_thread (customer_id, made_at desc)`.execute(db);
  await sql`create index support_thread_order on support_thread (order_id)`.execute(db);
  await sql`
    create table support_message (
      id uuid primary key,
      thread_id uuid not null references support_thread,
      author text not null check (author in ('shopper', 'assistant', 'staff')),
      channel text not null check (channel in ('chat', 'kiosk', 'email', 'counter', 'command')),
      words text not null check (length(words) <= 4000),
      at timestamptz not null
    )`.execute(db);
  await sql`create index support_message_thread on support_message (thread_id, at)`.execute(db);
  await sql`
    create table pending_action (
      id uuid primary key,
      thread_id uuid not null references support_thread,
      kind text not null,
      order_id uuid references orders,
      arguments jsonb not null,
      plan jsonb not null,
      arguments_hash text not null,
      effect jsonb not null,
      amount_minor bigint not null check (amount_minor between 0 and 9007199254740991),
      currency text not null,
      policy jsonb,
      needs_staff boolean not null,
      session_seal text not null,
      state text not null check (state in ('waiting', 'with_staff', 'confirming', 'done', 'refused', 'withdrawn', 'expired')),
      code text,
      result jsonb,
      proposed_at timestamptz not null,
      expires_at timestamptz not null,
      confirmed_at timestamptz,
      approved_by uuid references app_user,
      ended_at timestamptz,
      check (expires_at > proposed_at),
      check ((state in ('done', 'refused', 'withdrawn', 'expired')) = (ended_at is not null)),
      check (state not in ('with_staff', 'confirming', 'done') or confirmed_at is not null),
      check (not needs_staff or state not in ('confirming', 'done') or approved_by is not null),
      check ((state = 'done') = (result is not null)),
      check ((state = 'refused') = (code is not null))
    )`.execute(db);
  await sql`create unique index pending_action_one_waiting on pending_action (thread_id) where state = 'waiting'`.execute(db);
  await sql`create index pending_action_thread on pending_action (thread_id, proposed_at)`.execute(db);
  await sql`create index pending_action_order on pending_action (order_id)`.execute(db);
  await sql`create index pending_action_open on pending_action (expires_at) where state in ('waiting', 'with_staff')`.execute(db);
  // What was shown is what is confirmed: from the moment it was proposed nobody writes another effect, sum or session into it.
  await sql`
    create function pending_action_stays() returns trigger language plpgsql as $$
    begin
      if (new.thread_id, new.kind, new.order_id, new.arguments_hash, new.amount_minor, new.currency, new.needs_staff, new.session_seal, new.proposed_at)
        is distinct from (old.thread_id, old.kind, old.order_id, old.arguments_hash, old.amount_minor, old.currency, old.needs_staff, old.session_seal, old.proposed_at)
      then raise exception 'a proposed action stays as it was proposed';
      end if;
      if old.ended_at is not null and new.state <> old.state then raise exception 'an action that has ended stays so';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger pending_action_stays before update on pending_action for each row execute function pending_action_stays()`.execute(db);
  await sql`
    create table support_audit (
      id bigint generated always as identity primary key,
      thread_id uuid not null references support_thread,
      action_id uuid references pending_action,
      who jsonb not null,
      channel text not null,
      tool text not null,
      arguments jsonb not null,
      decision text not null check (decision in ('done', 'refused', 'needs_approval', 'withdrawn')),
      code text,
      rule jsonb,
      before jsonb,
      after jsonb,
      at timestamptz not null
    )`.execute(db);
  await sql`create index support_audit_thread on support_audit (thread_id, id)`.execute(db);
  await sql`create index support_audit_action on support_audit (action_id)`.execute(db);
  await sql`
    create trigger stays_as_written before update or delete or truncate on support_audit
      for each statement execute function stays_as_written()`.execute(db);
  await sql`
    create table support_ticket (
      id uuid primary key,
      thread_id uuid not null references support_thread,
      order_id uuid references orders,
      state text not null check (state in ('open', 'closed')),
      about text not null,
      summary jsonb not null,
      opened_at timestamptz not null,
      closed_at timestamptz,
      check ((state = 'closed') = (closed_at is not null))
    )`.execute(db);
  await sql`create unique index support_ticket_one_open on support_ticket (thread_id) where state = 'open'`.execute(db);
  await sql`create index support_ticket_order on support_ticket (order_id)`.execute(db);
  // The assistant is told of things as people call them, also as they were called where they came from.
  await sql`create index external_ref_called on external_ref (type, external_id)`.execute(db);
}
