import { randomBytes } from 'node:crypto';
import { Lucia, TimeSpan } from 'lucia';
import type { Db } from '#db/client.ts';
import { noteSeen } from '#db/queries/sessions.ts';
import type { Actor, Shopper, Staff } from '#lib/kernel/actor.ts';
import { theShop } from './composition.ts';
import { deviceLabel, deviceOf } from './device.ts';
import { kioskFrom } from './kiosk-cookie.ts';
import { sessionAdapter, sessionHandle, type SessionAttributes, type UserAttributes } from './session-adapter.ts';

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof sessionsOf>;
    DatabaseUserAttributes: UserAttributes;
    DatabaseSessionAttributes: SessionAttributes;
  }
}

/** Two kinds of sessions with cookies of their own: whoever works here may also shop here, in the same browser. */
export type Door = 'staff' | 'shopper';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const STAFF_COOKIE = '__Host-staff';
export const SHOPPER_COOKIE = '__Host-session';
/** A day at the counter ends a session of the staff, and so does an hour without a touch; shoppers come back after weeks. */
const DOORS: Record<Door, { cookie: string; slidingMs: number; absoluteMs: number }> = {
  staff: { cookie: STAFF_COOKIE, slidingMs: HOUR_MS, absoluteMs: 12 * HOUR_MS },
  shopper: { cookie: SHOPPER_COOKIE, slidingMs: 30 * DAY_MS, absoluteMs: 180 * DAY_MS }
};

/** "Last seen" in a list of devices is right to five minutes. */
const SEEN_EVERY_MS = 5 * 60_000;
/** What is delicate wants a proof of who it is that is no older. */
const FRESH_MS = 5 * 60_000;

export const GUEST: Shopper = { role: 'shopper', channel: 'web' };

/** `value` is the secret; the attributes are those of a cookie that only this host gets back, and no script reads. */
export type SessionCookie = {
  name: string;
  value: string;
  attributes: { path: '/'; httpOnly: true; secure: true; sameSite: 'lax'; maxAge: number };
};

/**
 * What a request brings along. `atWork`: from the pages of the staff, where somebody with both cookies is the staff; `atKiosk`: from
 * those of a kiosk, where everybody is a guest, whatever else this browser was used for.
 */
export type Brought = { cookie: string | null | undefined; userAgent?: string | null | undefined; atWork?: boolean; atKiosk?: boolean };
/** `name` is the public name of a session, for rooms and lists, never a way in. `fresh`: proved who they are just now. */
export type Visitor = { actor: Actor; session: { name: string; fresh: boolean } | undefined };

/** Whoever holds the cookie of a running session is that person; everybody else is a guest. Asked by pages and sockets alike. */
export async function visitorFrom(brought: Brought, db: Db = theShop().db): Promise<Visitor> {
  if (brought.atKiosk) {
    const kiosk = await kioskFrom(brought.cookie, db);
    return { actor: { ...GUEST, ...(kiosk && { channel: 'pos', kiosk }) }, session: undefined };
  }
  const doors: Door[] = brought.atWork ? ['staff', 'shopper'] : ['shopper', 'staff'];
  for (const door of doors) {
    // oxlint-disable-next-line no-await-in-loop -- hardly anybody has both cookies
    const visitor = await visitorBy(door, brought, db);
    if (visitor) return visitor;
  }
  return { actor: { ...GUEST, ...deviceIn(brought) }, session: undefined };
}

/** A program that brings a session as a bearer token, and no cookie. Without one, or with one that is over, it is a guest. */
export async function visitorByToken(headers: Pick<Headers, 'get'>, db: Db = theShop().db): Promise<Visitor> {
  const token = /^Bearer ([\w-]{43})$/i.exec(headers.get('authorization') ?? '')?.[1];
  const brought = (door: Door) => ({ cookie: `${DOORS[door].cookie}=${token}`, userAgent: headers.get('user-agent') });
  const by = async (door: Door) => (token === undefined ? undefined : visitorBy(door, brought(door), db));
  const visitor = (await by('shopper')) ?? (await by('staff'));
  if (!visitor || visitor.actor.role === 'system') return { actor: { role: 'shopper', channel: 'api' }, session: undefined };
  return { ...visitor, actor: { ...visitor.actor, channel: 'api' } };
}

async function visitorBy(door: Door, brought: Brought, db: Db): Promise<Visitor | undefined> {
  const token = tokenIn(brought.cookie, door);
  if (!token) return undefined;
  const { user, session } = await sessionsOf(db, door).validateSession(token);
  if (!user || (user.role === 'shopper') !== (door === 'shopper')) return undefined;
  const [name, now] = [sessionHandle(token), Date.now()];
  if (now - session.lastSeenAt.getTime() > SEEN_EVERY_MS) await noteSeen(db, name, new Date(now));
  const actor = user.role === 'shopper' ? shopperOf(user, brought) : staffOf({ ...user, role: user.role }, session.placeId);
  return { actor, session: { name, fresh: now - session.freshAt.getTime() < FRESH_MS } };
}

/** `broughtAlong` is the request's cookie header: a session that it names is ended, never taken over. */
export type From = { door: Door; broughtAlong: string | null; userAgent?: string | null; deviceId?: string };

/** Starts a session with a secret of its own. */
export async function signIn(db: Db, userId: string, { door, broughtAlong, userAgent, deviceId }: From): Promise<SessionCookie> {
  await signOut(db, door, broughtAlong);
  const sessions = sessionsOf(db, door);
  await sessions.deleteExpiredSessions();
  const now = new Date();
  const attributes = { label: deviceLabel(userAgent), deviceId: deviceId ?? null, placeId: null, lastSeenAt: now, freshAt: now };
  const { id } = await sessions.createSession(userId, attributes, { sessionId: randomBytes(32).toString('base64url') });
  return cookie(door, id, DOORS[door].absoluteMs / 1_000);
}

/** Ends the session on our side, and answers the cookie that empties the browser's. */
export async function signOut(db: Db, door: Door, cookieHeader: string | null): Promise<SessionCookie> {
  const token = tokenIn(cookieHeader, door);
  if (token) await sessionsOf(db, door).invalidateSession(token);
  return emptied(door);
}

/** Empties the browser's cookie of a session that is over already. */
export const emptied = (door: Door): SessionCookie => cookie(door, '', 0);

function sessionsOf(db: Db, door: Door) {
  const { cookie: name, slidingMs, absoluteMs } = DOORS[door];
  return new Lucia(sessionAdapter(db, absoluteMs), {
    sessionExpiresIn: new TimeSpan(slidingMs, 'ms'),
    sessionCookie: { name },
    getUserAttributes: ({ name: called, role, nodeId }) => ({ name: called, role, nodeId }),
    getSessionAttributes: ({ label, deviceId, placeId, lastSeenAt, freshAt }) => ({ label, deviceId, placeId, lastSeenAt, freshAt })
  });
}

/** Only what looks like one of our secrets is worth a look into the database. */
function tokenIn(cookieHeader: string | null | undefined, door: Door): string | undefined {
  const start = `${DOORS[door].cookie}=`;
  const value = cookieHeader
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

function shopperOf(user: { id: string; name: string }, brought: Brought): Shopper {
  return { ...GUEST, customerId: user.id, name: user.name, ...deviceIn(brought) };
}

function deviceIn({ userAgent }: Brought): Pick<Shopper, 'device'> {
  const device = deviceOf(userAgent);
  return device ? { device } : {};
}

type Person = { id: string; name: string; role: Staff['role']; nodeId: string | null };

function staffOf({ id, name, role, nodeId: own }: Person, chosen: string | null): Staff {
  const nodeId = own ?? chosen;
  // Whoever stands at a node acts there; the others act from a desk.
  const staff = { role, userId: id, name, nodeId, channel: nodeId === null ? ('web' as const) : ('pos' as const) };
  return own === null && chosen !== null ? { ...staff, visiting: true } : staff;
}

function cookie(door: Door, value: string, maxAge: number): SessionCookie {
  return { name: DOORS[door].cookie, value, attributes: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge } };
}
