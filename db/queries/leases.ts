import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** Takes or keeps a lease by the database's clock. The token grows with every change of holder: it is the fence. */
export async function holdLease(db: Db, name: string, holder: string, seconds: number): Promise<number | undefined> {
  const lease = await db
    .insertInto('lease')
    .values({ name, holder, token: 1, expires_at: sql`now() + make_interval(secs => ${seconds})` })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({
          holder,
          expires_at: (eb) => eb.ref('excluded.expires_at'),
          token: (eb) =>
            eb
              .case()
              .when('lease.holder', '=', holder)
              .then(eb.ref('lease.token'))
              .else(eb('lease.token', '+', 1))
              .end()
        })
        .where((eb) => eb.or([eb('lease.holder', '=', holder), eb('lease.expires_at', '<', sql<Date>`now()`)]))
    )
    .returning('token')
    .executeTakeFirst();
  return lease?.token;
}

export async function dropLease(db: Db, name: string, holder: string): Promise<void> {
  await db
    .updateTable('lease')
    .set({ expires_at: sql`now() - interval '1 second'` })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute();
}
