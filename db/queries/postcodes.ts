import type { Db, Tx } from '../client.ts';

export type Postcode = { code: string; lat: number; lng: number; city: string; state: string };

/** Undefined for a code that nobody knows. */
export async function findPostcode(db: Db | Tx, country: string, code: string): Promise<Postcode | undefined> {
  return db
    .selectFrom('postcode')
    .select(['code', 'lat', 'lng', 'city', 'state'])
    .where('country', '=', country)
    .where('code', '=', code)
    .executeTakeFirst();
}
