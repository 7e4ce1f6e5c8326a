import { ownCookie, type CookieJar } from './cookie-jar.ts';

const CART_COOKIE = '__Host-cart';
const NINETY_DAYS_S = 90 * 86_400;

export const cartKeyFrom = (jar: CookieJar): string | undefined => jar.get(CART_COOKIE);

export function rememberCart(jar: CookieJar, cartKey: string): void {
  jar.set(CART_COOKIE, cartKey, ownCookie(NINETY_DAYS_S));
}

/** What lies in the cart of one person is nothing for the next one at the same device. */
export function forgetCart(jar: CookieJar): void {
  jar.set(CART_COOKIE, '', ownCookie(0));
}
