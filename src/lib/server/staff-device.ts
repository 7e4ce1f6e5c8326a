import { createHash, randomBytes } from 'node:crypto';
import { findDevice, type StaffDevice } from '#db/queries/staff-devices.ts';
import { ownCookie, type CookieJar } from './cookie-jar.ts';
import type { Shop } from './shop.ts';

/** Says which device of the shop's places a browser is. By itself it opens nothing: a person with a PIN stands before it. */
const DEVICE_COOKIE = '__Host-device';
/** The longest that browsers keep a cookie; it begins anew with each sign-in. */
const YEAR_S = 400 * 86_400;

export const newDeviceSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored: a leaked table makes no device. */
export const deviceHandle = (secret: string): string => `d1:${createHash('sha256').update(secret).digest('base64url')}`;

export function deviceSecretFrom(jar: Pick<CookieJar, 'get'>): string | undefined {
  const value = jar.get(DEVICE_COOKIE);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

export function rememberDevice(jar: Pick<CookieJar, 'set'>, secret: string): void {
  jar.set(DEVICE_COOKIE, secret, ownCookie(YEAR_S));
}

/** Undefined for a browser that is none, or not any more. */
export async function staffDeviceFrom(shop: Pick<Shop, 'db'>, jar: Pick<CookieJar, 'get'>): Promise<StaffDevice | undefined> {
  const secret = deviceSecretFrom(jar);
  return secret === undefined ? undefined : findDevice(shop.db, deviceHandle(secret));
}
