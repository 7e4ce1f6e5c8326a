import { signIn } from '../session.ts';
import type { Shop } from '../shop.ts';

/** A session for a program: the secret goes out once, in the answer, and comes back as a bearer token. */
export async function newSession(shop: Shop, { customerId }: { customerId: string }, userAgent: string | null) {
  const { value } = await signIn(shop.db, customerId, { door: 'shopper', broughtAlong: null, userAgent });
  return { token: value, customerId };
}
