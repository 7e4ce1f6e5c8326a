import { randomBytes } from 'node:crypto';
import { Lucia, TimeSpan } from 'lucia';
import type { Db } from '#db/client.ts';
import type { Actor, Staff } from '#lib/kernel/actor.ts';
import { theShop } from './composition.ts';
import { sessionAdapter, sessionHandle, type UserAttributes } from './session-adapter.ts';

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof sessionsOf>;
    DatabaseUserAttributes: UserAttributes;
  }
}

/** A day at the counter ends the session, and so does an hour without a touch. */
const ABSOLUTE_HOURS = 12;
const SLIDING_HOURS = 1;

export const STAFF_COOKIE = '__Host-staff';
export const GUEST: Actor = { role: 'shopper', channel: 'web' };

/** `value` is the secret; the attributes are those of a cookie that only this host gets back, and no script reads. */
export type SessionCookie = {
  name: string;
  value: string;
  attributes: { path: '/'; httpOnly: true; secure: true; sameSite: 'lax'; maxAge: number };
};

/** Whoever holds the cookie of a running session is that person; everybody else is a guest. Asked by pages and sockets alike. */
export async function actorFrom(cookieHeader: string | null | undefined, db: Db = theShop().db): Promise<Actor> {
  const token = tokenIn(cookieHeader);
  if (!token) return GUEST;
  const { user } = await sessionsOf(db).validateSession(token);
  if (!user || user.role === 'shopper') return GUEST;
  return staffOf({ ...user, role: user.role });
}

/** Starts a session with a secret of its own; one that the browser may have brought along is ended, never taken over. */
export async function signIn(db: Db, userId: string, broughtAlong: string | null): Promise<SessionCookie> {
  await signOut(db, broughtAlong);
  const sessions = sessionsOf(db);
  await sessions.deleteExpiredSessions();
  const { id } = await sessions.createSession(userId, {}, { sessionId: randomBytes(32).toString('base64url') });
  return cookie(id, ABSOLUTE_HOURS * 3600);
}

/** Ends the session on our side, and answers the cookie that empties the browser's. */
export async function signOut(db: Db, cookieHeader: string | null): Promise<SessionCookie> {
  const token = tokenIn(cookieHeader);
  if (token) await sessionsOf(db).invalidateSession(token);
  return cookie('', 0);
}

function sessionsOf(db: Db) {
  return new Lucia(sessionAdapter(db, ABSOLUTE_HOURS * 3_600_000), {
    sessionExpiresIn: new TimeSpan(SLIDING_HOURS, 'h'),
    sessionCookie: { name: STAFF_COOKIE },
    getUserAttributes: ({ name, role, nodeId }) => ({ name, role, nodeId })
  });
}

/** The public name of the session that a cookie belongs to, running or not: for rooms and lists, never a way in. */
export function sessionNamedIn(cookieHeader: string | null | undefined): string | undefined {
  const token = tokenIn(cookieHeader);
  return token && sessionHandle(token);
}

/** Only what looks like one of our secrets is worth a look into the database. */
function tokenIn(cookieHeader: string | null | undefined): string | undefined {
  const value = cookieHeader
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${STAFF_COOKIE}=`))
    ?.slice(STAFF_COOKIE.length + 1);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

function staffOf(user: { id: string; name: string; role: Staff['role']; nodeId: string | null }): Staff {
  // Whoever stands at a node acts there; the others act from a desk.
  return { role: user.role, userId: user.id, name: user.name, nodeId: user.nodeId, channel: user.nodeId === null ? 'web' : 'pos' };
}

function cookie(value: string, maxAge: number): SessionCookie {
  return { name: STAFF_COOKIE, value, attributes: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge } };
}
