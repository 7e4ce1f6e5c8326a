import { sql, type Kysely } from 'kysely';

/**
 * What is a shopper's again, as a whole and once for each cause, and beside it where the money goes: one refund for each payment it comes from.
 * An order may be paid in several ways: beside its own payment there may be those of a change that costs more, and those by gift card or credit.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table order_credit (
      id uuid primary key,
      order_id uuid not null references orders,
      cause text not null check (cause ~ '^[a-z-]+:.+'),
      reason text not null check (reason in ('not-filled', 'late', 'uncollected', 'changed', 'cancelled', 'swapped', 'returned', 'exchanged',
        'goodwill', 'not-paid')),
      fulfilment_order_id uuid references fulfilment_order,
      return_id uuid,
      goods_minor bigint not null default 0 check (goods_minor >= 0),
      delivery_minor bigint not null default 0 check (delivery_minor >= 0),
      goodwill_minor bigint not null default 0 check (goodwill_minor >= 0),
      fee_minor bigint not null default 0 check (fee_minor >= 0),
      amount_minor bigint not null generated always as (goods_minor + delivery_minor + goodwill_minor - fee_minor) stored check (amount_minor >= 0),
      netted_minor bigint not null default 0 check (netted_minor >= 0),
      untaken_minor bigint not null default 0 check (untaken_minor >= 0),
      bonus_minor bigint not null default 0 check (bonus_minor >= 0),
      policy jsonb,
      actor jsonb not null,
      at timestamptz not null,
      check (netted_minor + untaken_minor <= goods_minor + delivery_minor + goodwill_minor - fee_minor),
      unique (order_id, cause)
    )`.execute(db);
  await sql`create index order_credit_of_parcel on order_credit (fulfilment_order_id)`.execute(db);
  await sql`create index order_credit_of_return on order_credit (return_id)`.execute(db);

  await sql`
    insert into order_credit (id, order_id, cause, reason, fulfilment_order_id, goods_minor, delivery_minor, goodwill_minor, actor, at)
    select r.id, r.order_id, r.reason || ':' || r.fulfilment_order_id, r.reason, r.fulfilment_order_id,
      case when r.reason in ('not-filled', 'uncollected') then least(r.amount_minor, g.goods) else 0 end,
      case r.reason when 'changed' then r.amount_minor when 'not-filled' then r.amount_minor - least(r.amount_minor, g.goods) else 0 end,
      case r.reason when 'late' then r.amount_minor else 0 end,
      '{"role": "system"}', r.due_at
    from refund r cross join lateral (
      select coalesce(sum(fl.quantity * ol.unit_price_minor), 0)::bigint as goods
      from fulfilment_line fl join order_line ol on ol.id = fl.order_line_id where fl.fulfilment_order_id = r.fulfilment_order_id) g`.execute(
    db
  );

  await sql`alter table refund add column credit_id uuid references order_credit`.execute(db);
  await sql`update refund set credit_id = id`.execute(db);
  await sql`
    alter table refund alter column credit_id set not null, drop column fulfilment_order_id, drop column reason,
      add constraint refund_once unique (credit_id, payment_id),
      drop constraint refund_how_check,
      add constraint refund_how_check check (how in ('taken-off', 'bank', 'by-hand', 'gift-card', 'store-credit'))`.execute(db);
  await sql`create index refund_of_payment on refund (payment_id)`.execute(db);

  await sql`
    alter table payment add column change_id uuid, add column pay_by timestamptz, add column lapsed_at timestamptz,
      drop constraint payment_method_check,
      add constraint payment_method_check check (method in ('upi', 'card', 'cash_on_delivery', 'pay_in_store', 'cash', 'gift_card', 'store_credit')),
      add constraint payment_lapses check (change_id is not null or (pay_by is null and lapsed_at is null))`.execute(db);
  await sql`drop index payment_one_open`.execute(db);
  await sql`
    create unique index payment_one_open on payment (order_id, change_id) nulls not distinct
      where state not in ('declined', 'voided') and method not in ('gift_card', 'store_credit')`.execute(db);
  await sql`create index payment_asked on payment (pay_by) where pay_by is not null and lapsed_at is null`.execute(db);
}
