import { sql, type Kysely } from 'kysely';

/** What tills sold while they had no network, each once: the till made the id, and asks with it until it is answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Written before its order, so that of two tries at once the second waits for the first. sold_by is as the till says.
  // shop_minor: what the shop asked for the same things when the sale arrived; null when one of them was not for sale any more.
  await sql`
    create table till_sale (
      id uuid primary key,
      order_id uuid not null unique references orders deferrable initially deferred,
      node_id text not null references node,
      till text not null,
      receipt int not null check (receipt > 0),
      sold_by uuid not null,
      made_at timestamptz not null,
      settled_by uuid not null,
      settled_at timestamptz not null,
      paid_minor bigint not null check (paid_minor >= 0),
      shop_minor bigint check (shop_minor >= 0),
      oversold int not null check (oversold >= 0)
    )`.execute(db);
  await sql`create index till_sale_node on till_sale (node_id, settled_at desc)`.execute(db);
}
