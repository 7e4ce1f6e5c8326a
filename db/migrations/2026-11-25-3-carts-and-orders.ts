import { sql, type Kysely } from 'kysely';

/** Carts, orders and their money. `orders` bears a plural because `order` is a word of SQL. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cart (
      id uuid primary key,
      state text not null default 'active' check (state in ('active', 'checkout', 'handed_off', 'abandoned', 'placed', 'merged', 'expired')),
      step text not null default 'details' check (step in ('details', 'delivery', 'payment')),
      channel text not null check (channel in ('web', 'mobile', 'pos', 'chat', 'marketplace', 'api')),
      currency char(3) not null,
      country char(2) not null,
      postcode text,
      contact jsonb,
      address jsonb,
      delivery jsonb,
      note text not null default '' check (length(note) <= 500),
      order_id uuid,
      version int not null default 1 check (version > 0),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check ((state = 'placed') = (order_id is not null))
    )`.execute(db);
  // Twenty places a cart, ninety-nine units a line: limits that hold whatever the application forgets.
  await sql`
    create table cart_line (
      id uuid primary key,
      cart_id uuid not null references cart,
      place smallint not null check (place between 1 and 20),
      variant_id uuid not null references variant,
      quantity int not null check (quantity between 1 and 99),
      unit_price_minor bigint not null check (unit_price_minor >= 0),
      method text not null default 'ship' check (method in ('ship', 'pickup')),
      pickup_node_id text references node,
      added_by text not null,
      added_at timestamptz not null,
      check ((method = 'pickup') = (pickup_node_id is not null)),
      unique (cart_id, place),
      unique nulls not distinct (cart_id, variant_id, method, pickup_node_id)
    )`.execute(db);
  await sql`
    create table orders (
      id uuid primary key,
      number text not null unique check (number ~ '^MZ-[0-9A-HJKMNP-TV-Z]{10}$'),
      cart_id uuid unique references cart,
      channel text not null,
      life text not null check (life in ('placed', 'confirmed', 'on_hold', 'completed', 'cancelled', 'closed')),
      currency char(3) not null,
      country char(2) not null,
      goods_minor bigint not null check (goods_minor >= 0),
      delivery_minor bigint not null check (delivery_minor >= 0),
      tax_included_minor bigint not null check (tax_included_minor >= 0),
      total_minor bigint not null check (total_minor = goods_minor + delivery_minor),
      contact jsonb,
      address jsonb,
      note text not null default '',
      placed_at timestamptz not null,
      pay_by timestamptz,
      version int not null default 1 check (version > 0),
      updated_at timestamptz not null
    )`.execute(db);
  await sql`create index orders_newest on orders (placed_at desc)`.execute(db);
  await sql`create index orders_unpaid on orders (pay_by) where life = 'placed'`.execute(db);
  await sql`
    create table order_line (
      id uuid primary key,
      order_id uuid not null references orders,
      place smallint not null check (place > 0),
      variant_id uuid not null references variant,
      title text not null,
      options text[] not null,
      sku text,
      image_src text,
      quantity int not null check (quantity between 1 and 99),
      unit_price_minor bigint not null check (unit_price_minor >= 0),
      unique (order_id, place)
    )`.execute(db);
  await sql`
    create table payment (
      id uuid primary key,
      order_id uuid not null references orders,
      method text not null check (method in ('upi', 'card', 'cash_on_delivery', 'pay_in_store', 'cash')),
      state text not null check (state in ('pending', 'authorized', 'declined', 'partially_captured', 'captured', 'voided', 'expired_auth',
        'partially_refunded', 'refunded', 'disputed')),
      currency char(3) not null,
      amount_minor bigint not null check (amount_minor >= 0),
      authorized_minor bigint not null default 0 check (authorized_minor between 0 and amount_minor),
      captured_minor bigint not null default 0 check (captured_minor between 0 and authorized_minor),
      refunded_minor bigint not null default 0 check (refunded_minor between 0 and captured_minor),
      version int not null default 1 check (version > 0),
      created_at timestamptz not null
    )`.execute(db);
  await sql`create unique index payment_one_open on payment (order_id) where state not in ('declined', 'voided')`.execute(db);
  // One row a call to the provider, written before the call: its key is what makes a retry the same call.
  await sql`
    create table payment_transaction (
      id uuid primary key,
      payment_id uuid not null references payment,
      kind text not null check (kind in ('charge', 'authorize', 'capture', 'void', 'refund')),
      provider_key text not null unique,
      state text not null check (state in ('started', 'action_required', 'succeeded', 'failed')),
      amount_minor bigint not null check (amount_minor >= 0),
      instrument jsonb not null,
      reference text,
      reason text,
      action_url text,
      started_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`create index payment_transaction_payment on payment_transaction (payment_id)`.execute(db);
  await sql`create index payment_transaction_open on payment_transaction (started_at) where state in ('started', 'action_required')`.execute(
    db
  );
  await sql`create index cart_line_variant on cart_line (variant_id)`.execute(db);
  await sql`create index order_line_variant on order_line (variant_id)`.execute(db);
}
