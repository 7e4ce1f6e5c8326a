import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '#db/client.ts';
import { findKiosk, noteKioskSeen } from '#db/queries/kiosks.ts';
import type { AtKiosk } from '#lib/kernel/actor.ts';
import { ownCookie, type CookieJar } from './cookie-jar.ts';

type Jar = CookieJar & { getAll: () => { name: string }[] };

/** Says which screen of a store this is. It opens nothing that is not open to everybody: the catalogue, the shelves, a guest's cart. */
const KIOSK_COOKIE = '__Host-kiosk';
/** The cart of whoever stands before it now. */
const VISIT_COOKIE = '__Host-kiosk-cart';

export const KIOSK_S = 30 * 86_400;
/** Longer than the idle time of the screen: only for the day when its script does not run. */
const VISIT_S = 600;
/** "Last seen" in the list of devices is right to a minute. */
const SEEN_EVERY_MS = 60_000;

export const newKioskSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored: a leaked table makes no kiosk. */
export const kioskHandle = (secret: string): string => `k1:${createHash('sha256').update(secret).digest('base64url')}`;

export function rememberKiosk(jar: Pick<Jar, 'set'>, secret: string): void {
  jar.set(KIOSK_COOKIE, secret, ownCookie(KIOSK_S));
}

/** The screen that sent these cookies, and where it stands; undefined for a browser that is no kiosk, or not any more. */
export async function kioskFrom(cookies: string | null | undefined, db: Db, now = new Date()): Promise<AtKiosk | undefined> {
  const secret = /(?:^|;\s*)__Host-kiosk=([\w-]{43})(?:;|$)/.exec(cookies ?? '')?.[1];
  const kiosk = secret === undefined ? undefined : await findKiosk(db, kioskHandle(secret), now);
  if (!kiosk) return undefined;
  const { id, nodeId, lastSeenAt } = kiosk;
  if (now.getTime() - lastSeenAt.getTime() > SEEN_EVERY_MS) await noteKioskSeen(db, id, now);
  return { id, nodeId };
}

export function forgetKiosk(jar: Jar): void {
  jar.set(KIOSK_COOKIE, '', ownCookie(0));
}

/** Whatever the browser had from us is gone: sessions, carts, devices, and that it was a kiosk. */
export function forgetEverything(jar: Jar): void {
  for (const { name } of jar.getAll()) if (name.startsWith('__Host-')) jar.set(name, '', ownCookie(0));
}

export const visitCartFrom = (jar: Pick<Jar, 'get'>): string | undefined => jar.get(VISIT_COOKIE);

export function rememberVisitCart(jar: Pick<Jar, 'set'>, cartKey: string): void {
  jar.set(VISIT_COOKIE, cartKey, ownCookie(VISIT_S));
}

/** What lies in the cart of one visitor is nothing for the next one. */
export function forgetVisit(jar: Jar): void {
  for (const { name } of jar.getAll()) if (name !== KIOSK_COOKIE && name.startsWith('__Host-')) jar.set(name, '', ownCookie(0));
}
