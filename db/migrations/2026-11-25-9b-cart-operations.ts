import { sql, type Kysely } from 'kysely';

/** Every change of a cart by its maker, and who else may open it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table cart_line
      add column channel text not null default 'web',
      add column added_node_id text references node`.execute(db);
  // In the server's order: version is the cart's after it. What was refused is kept too, so that asking again answers the same.
  await sql`
    create table cart_operation (
      id uuid primary key,
      cart_id uuid not null references cart,
      version int not null check (version > 0),
      kind text not null check (kind in ('add', 'change', 'remove', 'save', 'unsave', 'note')),
      body jsonb not null,
      base_version int not null check (base_version >= 0),
      author jsonb not null,
      device text not null default '' check (length(device) <= 64),
      channel text not null,
      made_at timestamptz not null,
      at timestamptz not null,
      outcome text not null check (outcome in ('applied', 'refused')),
      refusal text,
      detail text,
      check ((outcome = 'refused') = (refusal is not null))
    )`.execute(db);
  await sql`create index cart_operation_cart on cart_operation (cart_id, version)`.execute(db);
  await sql`
    create table cart_saved (
      cart_id uuid not null references cart,
      variant_id uuid not null references variant,
      quantity int not null check (quantity between 1 and 99),
      unit_price_minor bigint not null check (unit_price_minor >= 0),
      reason text not null check (reason in ('chosen', 'set-aside')),
      saved_by text not null,
      saved_at timestamptz not null,
      primary key (cart_id, variant_id)
    )`.execute(db);
  // A key other than the owner's: a link for somebody, or the till that claimed the cart. It ends at once when it is revoked.
  await sql`
    create table cart_grant (
      id uuid primary key,
      cart_id uuid not null references cart,
      kind text not null check (kind in ('share', 'claim')),
      may text not null check (may in ('view', 'edit')),
      label text not null check (length(label) <= 120),
      user_id uuid references app_user,
      node_id text references node,
      made_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz,
      check ((kind = 'claim') = (user_id is not null))
    )`.execute(db);
  await sql`create index cart_grant_cart on cart_grant (cart_id) where revoked_at is null`.execute(db);
}
