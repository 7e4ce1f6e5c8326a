import { sql } from 'kysely';
import type { Db } from '../client.ts';

export type UnplacedPostcode = { country: string; code: string; times: number; lastAt: Date };

/** Whoever types every code there is fills no more than so many rows. */
const MOST = 5_000;

export async function countUnplaced(db: Db, { country, code, at }: { country: string; code: string; at: Date }): Promise<void> {
  await sql`
    insert into unplaced_postcode as u (country, code, last_at)
      select ${country}, ${code}, ${at}::timestamptz
      where (select count(*) from unplaced_postcode) < ${MOST}
        or exists (select from unplaced_postcode k where k.country = ${country} and k.code = ${code})
    on conflict (country, code) do update set times = u.times + 1, last_at = greatest(u.last_at, excluded.last_at)`.execute(db);
}

/** Those that are still unknown, the ones that were asked for most first. */
export async function unplacedPostcodes(db: Db, most: number): Promise<UnplacedPostcode[]> {
  return db
    .selectFrom('unplaced_postcode as u')
    .select(['u.country', 'u.code', 'u.times', 'u.last_at as lastAt'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('postcode as p').select('p.code').whereRef('p.country', '=', 'u.country').whereRef('p.code', '=', 'u.code')))
    )
    .orderBy('u.times', 'desc')
    .orderBy('u.country')
    .orderBy('u.code')
    .limit(most)
    .execute();
}

export async function forgetUnplaced(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('unplaced_postcode').where('last_at', '<', before).execute();
}
