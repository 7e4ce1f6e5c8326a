import { randomBytes } from 'node:crypto';
import { ownCookie, type CookieJar } from './cookie-jar.ts';

/** Says that it is the same browser that talks with us: what was shown to it is confirmed by it alone, and a talk of nobody who is known is its own. */
const TALK_COOKIE = '__Host-talk';
const NINETY_DAYS_S = 90 * 86_400;

/** Of the header of a request: sockets have no jar. */
export const talkBrowserIn = (cookies: string | null | undefined): string | undefined =>
  /(?:^|;\s*)__Host-talk=([\w-]{43})(?:;|$)/.exec(cookies ?? '')?.[1];

/** The one it has, or a new one. */
export function rememberTalkBrowser(jar: CookieJar): string {
  const known = jar.get(TALK_COOKIE);
  const value = known !== undefined && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url');
  jar.set(TALK_COOKIE, value, ownCookie(NINETY_DAYS_S));
  return value;
}

export const talkBrowserFrom = (jar: Pick<CookieJar, 'get'>): string | undefined => jar.get(TALK_COOKIE);

/** Whoever comes next to this browser is another one. */
export function forgetTalkBrowser(jar: Pick<CookieJar, 'set'>): void {
  jar.set(TALK_COOKIE, '', ownCookie(0));
}
