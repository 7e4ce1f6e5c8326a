import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db } from '#db/client.ts';

/** What does not add up in the books; empty when all is right. */
export async function brokenInvariants(db: Db): Promise<unknown[]> {
  return (await sql.raw(readFileSync(new URL('../../db/invariants.sql', import.meta.url), 'utf8')).execute(db)).rows;
}
