import { sql } from 'kysely';
import type { Db } from '#db/client.ts';
import { invariants } from '#db/invariants.ts';

/** What does not add up in the books; empty when all is right. */
export async function brokenInvariants(db: Db): Promise<unknown[]> {
  return (await sql.raw(invariants()).execute(db)).rows;
}
