import { randomBytes } from 'node:crypto';

type Jar = {
  get: (name: string) => string | undefined;
  set: (
    name: string,
    value: string,
    options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge: number }
  ) => void;
};

/** Says that it is the same browser that asked for something by mail; nothing else, and nobody is known by it. */
const BROWSER_COOKIE = '__Host-browser';
const DAY_S = 86_400;

export function browserFrom(jar: Jar): string | undefined {
  const value = jar.get(BROWSER_COOKIE);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** The one it has, or a new one. */
export function rememberBrowser(jar: Jar): string {
  const value = browserFrom(jar) ?? randomBytes(32).toString('base64url');
  jar.set(BROWSER_COOKIE, value, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: DAY_S });
  return value;
}
