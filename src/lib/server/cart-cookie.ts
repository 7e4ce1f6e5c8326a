/** The little of Kit's cookie jar that is needed here, so that this file knows no Kit. */
type Jar = {
  get: (name: string) => string | undefined;
  set: (
    name: string,
    value: string,
    options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge: number }
  ) => void;
};

/** Secure also on http://localhost: browsers keep it there, and the name promises that no other host set it. */
const CART_COOKIE = '__Host-cart';
const NINETY_DAYS_S = 90 * 86_400;

export const cartKeyFrom = (jar: Jar): string | undefined => jar.get(CART_COOKIE);

export function rememberCart(jar: Jar, cartKey: string): void {
  jar.set(CART_COOKIE, cartKey, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: NINETY_DAYS_S });
}

/** What lies in the cart of one person is nothing for the next one at the same device. */
export function forgetCart(jar: Jar): void {
  jar.set(CART_COOKIE, '', { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 0 });
}
