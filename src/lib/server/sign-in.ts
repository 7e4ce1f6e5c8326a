import { verify } from '@node-rs/argon2';
import { findSignIn } from '#db/queries/users.ts';
import type { StaffRole } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from './rate-limit.ts';
import { signIn, type SessionCookie } from './session.ts';
import type { Shop } from './shop.ts';

/** `address` is the caller's, `broughtAlong` the cookie header: whatever session it names ends here. */
export type SignIn = { email: string; password: string; address: string; broughtAlong: string | null };

/** Costs as much to look at as the hashes we make (a test holds that); it was made of random bytes that nobody knows. */
export const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$UxbYdc9lmHiyvvA2nJiekQ$j9rHQd8r9RXscUrJs60EqbpZyOkhHZB3PKADU3RmXuA';

export type SignedIn = { cookie: SessionCookie; role: StaffRole };

/**
 * Staff sign in by e-mail and password. Tries are counted before the password is looked at, by account and by address, and taken
 * back from whoever gets in. An unknown account costs as much time as a wrong password and is told the same.
 * Refuses `sign-in-refused` and `too-many-requests` (detail: seconds to wait).
 */
export async function signInWithPassword(shop: Shop, given: SignIn): Promise<SignedIn> {
  const forgiveAddress = await limited(shop, LIMITS.signInByAddress, given.address);
  const forgiveAccount = await limited(shop, LIMITS.signInByAccount, given.email.toLowerCase());
  const account = await findSignIn(shop.db, given.email);
  const matches = await verify(account?.password_hash ?? NOBODYS_HASH, given.password);
  if (!account || !matches || account.role === 'shopper') refuse('sign-in-refused');

  await forgiveAccount();
  await forgiveAddress();
  return { cookie: await signIn(shop.db, account.id, { door: 'staff', broughtAlong: given.broughtAlong }), role: account.role };
}
