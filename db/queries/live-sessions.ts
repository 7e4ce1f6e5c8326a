import { sql } from 'kysely';
import type { Db } from '../client.ts';
import type { RoleColumn } from '../schema/people.ts';
import { onOwnDevice } from './sessions.ts';

export type RunningSession = { id: string; role: RoleColumn; nodeId: string | null };

/** Those of these sessions that still run, and who their people are by now. Asking does not keep a session alive. */
export async function runningSessions(db: Db, ids: string[]): Promise<RunningSession[]> {
  return db
    .selectFrom('user_session as s')
    .innerJoin('app_user as u', 'u.id', 's.user_id')
    .select(['s.id', 'u.role', 'u.node_id as nodeId'])
    .where(sql<boolean>`s.id = any (${ids}::text[])`)
    .where('s.expires_at', '>', sql<Date>`now()`)
    .where('u.ended_at', 'is', null)
    .where(onOwnDevice)
    .execute();
}
