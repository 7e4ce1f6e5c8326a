import { sql, type Kysely } from 'kysely';

/** How often shoppers were not let in, by hour and reason: who it was and where from stands nowhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table refused_sign_in (
      hour timestamptz not null,
      way text not null check (way in ('password', 'code', 'passkey')),
      code text not null,
      tries int not null check (tries > 0),
      primary key (hour, way, code)
    )`.execute(db);
}
