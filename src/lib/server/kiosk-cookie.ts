import { timingSafeEqual } from 'node:crypto';
import { ownCookie, type CookieJar } from './cookie-jar.ts';
import type { Shop } from './shop.ts';

type Jar = CookieJar & { getAll: () => { name: string }[] };
type House = Pick<Shop, 'keys' | 'now'>;

/** Says in which store a screen stands. It opens nothing that is not open to everybody: the catalogue, the shelves, a guest's cart. */
const KIOSK_COOKIE = '__Host-kiosk';
/** The cart of whoever stands before it now. */
const VISIT_COOKIE = '__Host-kiosk-cart';

const MONTH_S = 30 * 86_400;
/** Longer than the idle time of the screen: only for the day when its script does not run. */
const VISIT_S = 600;

export function rememberKiosk(jar: Jar, { keys, now }: House, nodeId: string): void {
  const said = `${nodeId}.${now().getTime()}`;
  jar.set(KIOSK_COOKIE, `${said}.${macOf(keys, said)}`, ownCookie(MONTH_S));
}

/** The store where this screen stands; undefined for a browser that is no kiosk. */
export function kioskFrom(jar: Pick<Jar, 'get'>, { keys, now }: House): { nodeId: string } | undefined {
  const [, said = '', nodeId = '', since = '', mac = ''] =
    /^(([\w-]{1,64})\.(\d{13}))\.([\w-]{43})$/.exec(jar.get(KIOSK_COOKIE) ?? '') ?? [];
  if (said === '' || !timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(keys, said)))) return undefined;
  return now().getTime() - Number(since) < MONTH_S * 1000 ? { nodeId } : undefined;
}

export function forgetKiosk(jar: Jar): void {
  jar.set(KIOSK_COOKIE, '', ownCookie(0));
}

/** Whatever the browser had from us is gone: sessions, carts, devices, and that it was a kiosk. */
export function forgetEverything(jar: Jar): void {
  for (const { name } of jar.getAll()) if (name.startsWith('__Host-')) jar.set(name, '', ownCookie(0));
}

export const visitCartFrom = (jar: Pick<Jar, 'get'>): string | undefined => jar.get(VISIT_COOKIE);

export function rememberVisitCart(jar: Jar, cartKey: string): void {
  jar.set(VISIT_COOKIE, cartKey, ownCookie(VISIT_S));
}

/** What lies in the cart of one visitor is nothing for the next one. */
export function forgetVisit(jar: Jar): void {
  for (const { name } of jar.getAll()) if (name !== KIOSK_COOKIE && name.startsWith('__Host-')) jar.set(name, '', ownCookie(0));
}

const macOf = (keys: House['keys'], said: string): string => keys.seal('kiosk', said).toString('base64url');
