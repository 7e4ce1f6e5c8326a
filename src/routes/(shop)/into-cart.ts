import type { RequestEvent } from '@sveltejs/kit';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { saveFurther } from '#lib/commerce/cart/save-further.server.ts';
import { readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { cartKeyFrom, rememberCart } from '#lib/server/cart-cookie.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';

/** Into the visitor's cart, or into a new one, which `key` opens once: a cart that was ordered or is not theirs takes nothing any more. */
export async function intoCart(
  { cookies, locals }: Pick<RequestEvent, 'cookies' | 'locals'>,
  key: string,
  put: (cartKey: string) => Promise<unknown>
): Promise<void> {
  const known = cartKeyFrom(cookies);
  try {
    if (known) return void (await put(known));
  } catch (fault) {
    if (!isRefusal(fault) || (fault.code !== 'not-found' && fault.code !== 'cart-closed')) throw fault;
  }
  const place = await readVisitorPlace(locals.shop, postcodeFrom(cookies));
  const { cartKey } = await openCart(locals.shop, locals.actor, { postcode: place?.code ?? null, key });
  rememberCart(cookies, cartKey);
  // A key that opens nothing had nothing saved.
  if (known) await saveFurther(locals.shop, locals.actor, { orderedKey: known, cartKey }).catch(refusalToHttp);
  await put(cartKey);
}
