import { sql, type Kysely } from 'kysely';

/** How the parcels stood that something was asked of stays with it: events do not tell all of it. Of what was asked before they are all there is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table order_change add column parcels jsonb check (jsonb_typeof(parcels) = 'array')`.execute(db);
  await sql`alter table policy_refusal add column parcels jsonb check (jsonb_typeof(parcels) = 'array')`.execute(db);
}
