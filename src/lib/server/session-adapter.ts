import { createHash } from 'node:crypto';
import type { Db } from '#db/client.ts';
import {
  deleteSession,
  deleteSessionsBefore,
  deleteSessionsOfUser,
  findSession,
  insertSession,
  renewSession,
  sessionsOfUser,
  type SessionRow
} from '#db/queries/sessions.ts';
import type { RoleColumn } from '#db/schema/people.ts';

export type UserAttributes = { name: string; role: RoleColumn; nodeId: string | null };
/**
 * `label` is the device as its owner would name it; `freshAt` when this person last proved who they are; `deviceId` the device of the
 * staff that it was made on with a PIN; `placeId` the place that somebody without one of their own has chosen.
 */
export type SessionAttributes = { label: string; deviceId: string | null; placeId: string | null; lastSeenAt: Date; freshAt: Date };
type StoredSession = { id: string; userId: string; expiresAt: Date; attributes: SessionAttributes };
type StoredUser = { id: string; attributes: UserAttributes };

const PREFIX = 'h1:';

/** What is stored and may be shown, logged or used as a room. The cookie's own value never leaves its browser. */
export const sessionHandle = (token: string): string => PREFIX + createHash('sha256').update(token).digest('base64url');

/**
 * What Lucia asks of a database. The key of a row is the hash of the cookie's secret, so a leaked table opens no session:
 * a stored handle sent as a cookie is hashed again and finds nothing. Ids that go in and out of here are the secrets.
 * `absoluteMs` ends a session however busy it was; Lucia itself only knows the sliding limit.
 */
export function sessionAdapter(db: Db, absoluteMs: number) {
  return {
    async getSessionAndUser(token: string): Promise<[StoredSession | null, StoredUser | null]> {
      const row = await findSession(db, sessionHandle(token));
      if (!row) return [null, null];
      const end = new Date(Math.min(row.expires_at.getTime(), row.created_at.getTime() + absoluteMs));
      const user = { id: row.user_id, attributes: { name: row.name, role: row.role, nodeId: row.node_id } };
      return [{ id: token, userId: row.user_id, expiresAt: end, attributes: attributesOf(row) }, user];
    },
    async getUserSessions(userId: string): Promise<StoredSession[]> {
      const rows = await sessionsOfUser(db, userId);
      return rows.map((row) => ({ id: row.id, userId: row.user_id, expiresAt: row.expires_at, attributes: attributesOf(row) }));
    },
    async setSession(session: StoredSession): Promise<void> {
      const { id, userId, expiresAt, attributes } = session;
      const { label, deviceId, lastSeenAt, freshAt } = attributes;
      const times = { created_at: new Date(), expires_at: expiresAt, last_seen_at: lastSeenAt, fresh_at: freshAt };
      await insertSession(db, { id: sessionHandle(id), user_id: userId, label, device_id: deviceId, ...times });
    },
    updateSessionExpiration: (token: string, expiresAt: Date) => renewSession(db, sessionHandle(token), expiresAt),
    deleteSession: (token: string) => deleteSession(db, sessionHandle(token)),
    deleteUserSessions: (userId: string) => deleteSessionsOfUser(db, userId),
    deleteExpiredSessions: () => deleteSessionsBefore(db, new Date())
  };
}

function attributesOf({ label, device_id, place_id, last_seen_at, fresh_at }: SessionRow): SessionAttributes {
  return { label, deviceId: device_id, placeId: place_id, lastSeenAt: last_seen_at, freshAt: fresh_at };
}
