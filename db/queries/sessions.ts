import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';
import type { RoleColumn } from '../schema/people.ts';

export type SessionRow = {
  id: string;
  user_id: string;
  label: string;
  device_id: string | null;
  place_id: string | null;
  expires_at: Date;
  last_seen_at: Date;
  fresh_at: Date;
  created_at: Date;
};
export type SessionUserRow = { name: string; role: RoleColumn; node_id: string | null };

/** `id` here and below is the hash that is stored, never the secret of the cookie. Whoever has left has no session, and so has a device that was revoked. */
export async function findSession(db: Db, id: string): Promise<(SessionRow & SessionUserRow) | undefined> {
  return db
    .selectFrom('user_session as s')
    .innerJoin('app_user as u', 'u.id', 's.user_id')
    .selectAll('s')
    .select(['u.name', 'u.role', 'u.node_id'])
    .where('s.id', '=', id)
    .where('u.ended_at', 'is', null)
    .where(onOwnDevice)
    .executeTakeFirst();
}

/** Not made on a device, or on one that is still ours. */
export const onOwnDevice = sql<boolean>`not exists (
  select from staff_device d where d.id = s.device_id and d.revoked_at is not null)`;

export async function sessionsOfUser(db: Db, userId: string): Promise<SessionRow[]> {
  return db.selectFrom('user_session').selectAll().where('user_id', '=', userId).execute();
}

/** Those that still run, the latest seen first. */
export async function runningSessionsOf(db: Db, userId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('user_session')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', new Date())
    .orderBy('last_seen_at', 'desc')
    .execute();
}

/** @returns false when the session is not theirs, or there is no such place */
export async function chooseSessionPlace(tx: Tx, chosen: { session: string; userId: string; nodeId: string }): Promise<boolean> {
  const changed = await tx
    .updateTable('user_session as s')
    .from('node as n')
    .set((eb) => ({ place_id: eb.ref('n.id') }))
    .where('n.id', '=', chosen.nodeId)
    .where('s.id', '=', chosen.session)
    .where('s.user_id', '=', chosen.userId)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** @returns false when it is not theirs or over already */
export async function deleteOwnSession(tx: Tx, { userId, id }: { userId: string; id: string }): Promise<boolean> {
  const gone = await tx.deleteFrom('user_session').where('user_id', '=', userId).where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

export async function deleteOtherSessions(tx: Tx, { userId, keep }: { userId: string; keep: string }): Promise<void> {
  await tx.deleteFrom('user_session').where('user_id', '=', userId).where('id', '<>', keep).execute();
}

export async function insertSession(db: Db, session: Omit<SessionRow, 'place_id'>): Promise<void> {
  await db.insertInto('user_session').values(session).execute();
}

export async function renewSession(db: Db, id: string, expiresAt: Date): Promise<void> {
  await db.updateTable('user_session').set({ expires_at: expiresAt }).where('id', '=', id).execute();
}

export async function noteSeen(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('user_session').set({ last_seen_at: at }).where('id', '=', id).execute();
}

export async function deleteSession(db: Db, id: string): Promise<void> {
  await db.deleteFrom('user_session').where('id', '=', id).execute();
}

export async function deleteSessionsOfUser(db: Db | Tx, userId: string): Promise<void> {
  await db.deleteFrom('user_session').where('user_id', '=', userId).execute();
}

export async function deleteSessionsBefore(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('user_session').where('expires_at', '<=', at).execute();
}
