import { sql, type Kysely } from 'kysely';

/** Postcodes that shoppers typed and that lie nowhere we know: no promise is made there until somebody adds them. Nothing of who typed them is kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table unplaced_postcode (
      country char(2) not null,
      code text not null check (length(code) <= 12),
      times int not null default 1 check (times > 0),
      last_at timestamptz not null,
      primary key (country, code)
    )`.execute(db);
}
