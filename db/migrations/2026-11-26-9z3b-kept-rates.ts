import { sql, type Kysely } from 'kysely';

/** How often each place kept what it promised at first: counted from the promises and the log again and again, and nothing else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table kept_rate (
      node_id text not null references node on delete cascade,
      service text not null,
      kept int not null check (kept >= 0),
      broken int not null check (broken >= 0),
      waived int not null check (waived >= 0),
      since timestamptz not null,
      computed_at timestamptz not null,
      primary key (node_id, service)
    )`.execute(db);
}
