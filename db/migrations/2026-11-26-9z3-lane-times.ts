import { sql, type Kysely } from 'kysely';

/** How long parcels take from each place to each zone, as they did of late: worked out from shipments again and again, and nothing else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table lane_time (
      node_id text not null references node on delete cascade,
      service text not null,
      zone text not null,
      unit text not null check (unit in ('day', 'minute')),
      level text not null check (level in ('lane', 'zone')),
      n int not null check (n > 0),
      p50 int not null check (p50 > 0),
      p90 int not null check (p90 >= p50),
      late_n int not null check (late_n >= 0),
      late_p50 int not null check (late_p50 >= 0),
      late_p90 int not null check (late_p90 >= late_p50),
      computed_at timestamptz not null,
      rule_version text not null,
      primary key (node_id, service, zone)
    )`.execute(db);
  await sql`create index shipment_created on shipment (created_at)`.execute(db);
}
