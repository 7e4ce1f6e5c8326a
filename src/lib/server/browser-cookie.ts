import { randomBytes } from 'node:crypto';
import { ownCookie, type CookieJar } from './cookie-jar.ts';

/** Says that it is the same browser that asked for something by mail; nothing else, and nobody is known by it. */
const BROWSER_COOKIE = '__Host-browser';
const DAY_S = 86_400;

export function browserFrom(jar: CookieJar): string | undefined {
  const value = jar.get(BROWSER_COOKIE);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** The one it has, or a new one. */
export function rememberBrowser(jar: CookieJar): string {
  const value = browserFrom(jar) ?? randomBytes(32).toString('base64url');
  jar.set(BROWSER_COOKIE, value, ownCookie(DAY_S));
  return value;
}
