import { sql, type Kysely } from 'kysely';

/** What the shop starts with, as it was on the day of this migration. */
const STANDARD = {
  currency: 'INR',
  cancel: {
    states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'unfillable'],
    reasons: ['changed-mind', 'by-mistake', 'too-late', 'cheaper-elsewhere', 'other'],
    afterItemChange: true
  },
  address: { states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released'] },
  items: { states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released'], mostChanges: 5, swapFor: 'same-product' },
  payment: {
    states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'picking', 'packed'],
    difference: ['upi', 'card', 'gift_card', 'store_credit', 'cash_on_delivery', 'pay_in_store'],
    giftCardMustCover: true
  },
  returns: {
    days: 30,
    from: 'delivered',
    reasons: ['too-small', 'too-large', 'changed-mind', 'not-as-described', 'damaged', 'defective', 'wrong-item', 'arrived-late', 'other'],
    photoFor: ['damaged', 'wrong-item'],
    methods: ['store', 'label', 'qr', 'home'],
    fees: { store: 0, label: 0, qr: 0, home: 9_900 },
    refundTo: ['original', 'store-credit'],
    bonusPercent: 5,
    bringingBack: 'whole-order',
    triggers: [
      { upToMinor: 500_000, trigger: 'first-scan' },
      { upToMinor: 2_000_000, trigger: 'received' },
      { upToMinor: null, trigger: 'inspected' }
    ],
    keeps: [
      { reasons: ['damaged', 'defective', 'wrong-item'], belowMinor: 30_000, percent: 100 },
      { reasons: ['not-as-described', 'damaged'], belowMinor: 150_000, percent: 30 }
    ],
    exchangeFor: 'any-product'
  },
  byCategory: {},
  limits: {
    mostReturns: 5,
    mostExchanges: 3,
    approveAboveMinor: 2_000_000,
    twoPeopleAboveMinor: 5_000_000,
    refundDays: 7,
    sendWithinDays: 14
  }
};

/**
 * What an order may still become, as profiles whose versions never change. A switch says which version holds from then on for a market, a
 * channel, a group of customers, or all of them; of two at once for the same ones one comes too late. What a policy said no to is kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table app_user add column customer_group text check (customer_group ~ '^[a-z][a-z0-9-]{0,39}$')`.execute(db);
  await sql`
    create table policy_profile (
      profile text not null check (profile ~ '^[a-z][a-z0-9-]{0,39}$'),
      version int not null check (version > 0),
      terms jsonb not null check (jsonb_typeof(terms) = 'object'),
      note text not null check (char_length(note) <= 200),
      author_id uuid references app_user,
      made_at timestamptz not null,
      primary key (profile, version)
    )`.execute(db);
  await sql`
    create table policy_switch (
      country text,
      channel text,
      customer_group text,
      number int not null check (number > 0),
      profile text,
      version int,
      author_id uuid references app_user,
      since timestamptz not null,
      unique nulls not distinct (country, channel, customer_group, number),
      foreign key (profile, version) references policy_profile,
      check ((profile is null) = (version is null)),
      check (profile is not null or country is not null or channel is not null or customer_group is not null)
    )`.execute(db);
  for (const table of ['policy_profile', 'policy_switch'])
    await sql`
      create trigger stays_as_written before update or delete or truncate on ${sql.table(table)}
        for each statement execute function stays_as_written()`.execute(db);
  await sql`
    create table policy_refusal (
      id bigint generated always as identity primary key,
      order_id uuid not null references orders,
      asked text not null,
      code text not null,
      detail text not null,
      profile text not null,
      version int not null,
      rule text not null,
      actor jsonb not null,
      at timestamptz not null,
      foreign key (profile, version) references policy_profile
    )`.execute(db);
  await sql`
    create trigger stays_as_written before update or delete or truncate on policy_refusal
      for each statement execute function stays_as_written()`.execute(db);
  await sql`create index policy_refusal_of_order on policy_refusal (order_id)`.execute(db);

  await sql`
    insert into policy_profile (profile, version, terms, note, made_at)
      values ('standard', 1, ${JSON.stringify(STANDARD)}::jsonb, '', '1970-01-01Z')`.execute(db);
  await sql`insert into policy_switch (number, profile, version, since) values (1, 'standard', 1, '1970-01-01Z')`.execute(db);
}
