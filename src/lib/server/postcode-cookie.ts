import { ownCookie, type CookieJar } from './cookie-jar.ts';

/** Where the visitor wants things brought. Checked again each time it is read: a cookie is input like any other. */
const COOKIE = '__Host-postcode';
const YEAR_S = 365 * 86_400;

export const postcodeFrom = (jar: CookieJar): string | undefined => jar.get(COOKIE);

export function rememberPostcode(jar: CookieJar, code: string): void {
  jar.set(COOKIE, code, ownCookie(YEAR_S));
}

/** Whether a request carries no cookie but this one: whoever sends it is nobody yet, and has nothing. */
export const bringsNothingElse = (cookies: string | null): boolean =>
  cookies === null || cookies.split(';').every((pair) => pair.trim().startsWith(`${COOKIE}=`));
