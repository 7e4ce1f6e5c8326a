import { sql } from 'kysely';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { Db } from '../client.ts';

export type SignInWay = 'password' | 'code' | 'passkey';
type Refused = { way: SignInWay; code: RefusalCode; at: Date };

/** Hours of UTC. */
export async function noteRefusedSignIn(db: Db, { way, code, at }: Refused): Promise<void> {
  const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
  await db
    .insertInto('refused_sign_in')
    .values({ hour, way, code, tries: 1 })
    .onConflict((conflict) => conflict.columns(['hour', 'way', 'code']).doUpdateSet({ tries: sql<number>`refused_sign_in.tries + 1` }))
    .execute();
}

export type RefusedInHour = { hour: Date; way: SignInWay; code: string; tries: number };

/** The newest hour first. */
export async function refusedSignIns(db: Db, since: Date): Promise<RefusedInHour[]> {
  return db
    .selectFrom('refused_sign_in')
    .select(['hour', 'way', 'code', 'tries'])
    .where('hour', '>', since)
    .orderBy('hour', 'desc')
    .orderBy('way')
    .orderBy('code')
    .execute();
}
