import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** Another process took the lease over; what was being done under it is undone. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/**
 * Takes or keeps a lease by the database's clock. The token grows with every change of holder: it is the fence.
 * Asking for a lease that another one holds only reads.
 */
export async function holdLease(db: Db, name: string, holder: string, seconds: number): Promise<number | undefined> {
  const { rows } = await sql<{ token: number }>`
    insert into lease (name, holder, token, expires_at)
    select ${name}, ${holder}, 1, now() + make_interval(secs => ${seconds})
    where not exists (select from lease where name = ${name} and holder <> ${holder} and expires_at >= now())
    on conflict (name) do update set
      holder = excluded.holder,
      expires_at = excluded.expires_at,
      token = case when lease.holder = excluded.holder then lease.token else lease.token + 1 end
    where lease.holder = excluded.holder or lease.expires_at < now()
    returning token`.execute(db);
  return rows[0]?.token;
}

/** For whoever waits: the lease is over now. */
export async function dropLease(db: Db, name: string, holder: string): Promise<void> {
  await db
    .updateTable('lease')
    .set({ expires_at: sql`now() - interval '1 second'` })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute();
}
