import { findSignIn } from '#db/queries/users.ts';
import type { StaffRole } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { notingRefusals } from './noting-refusals.ts';
import { isPassword } from './passwords.ts';
import { LIMITS, limited } from './rate-limit.ts';
import { signIn, type SessionCookie } from './session.ts';
import type { Shop } from './shop.ts';

/** `address` is the caller's. */
export type Credentials = { email: string; password: string; address: string };
/** `broughtAlong` is the cookie header: whatever session it names ends here. */
export type SignIn = Credentials & { broughtAlong: string | null };

export type SignedIn = { cookie: SessionCookie; role: StaffRole };

/** Staff sign in by e-mail and password. Refuses as `personBehind` does. */
export async function signInWithPassword(shop: Shop, given: SignIn): Promise<SignedIn> {
  const { id, role } = await personBehind(shop, given, isOfTheStaff);
  return { cookie: await signIn(shop.db, id, { door: 'staff', broughtAlong: given.broughtAlong }), role };
}

/** The account of the shopper whose e-mail and password these are. Refuses as `personBehind` does. */
export async function customerWithPassword(shop: Shop, given: Credentials): Promise<{ customerId: string }> {
  const { id } = await notingRefusals(shop, 'password', async () => personBehind(shop, given, isShopper));
  return { customerId: id };
}

type Role = StaffRole | 'shopper';
const isShopper = (role: Role): role is 'shopper' => role === 'shopper';
const isOfTheStaff = (role: Role): role is StaffRole => role !== 'shopper';

/**
 * Tries are counted before the password is looked at, by account and by address, and taken back from whoever gets in.
 * An unknown account, one of the other door and one without a password cost as much time as a wrong password and are told the same.
 * Refuses `sign-in-refused` and `too-many-requests` (detail: seconds to wait).
 */
async function personBehind<R extends Role>(
  shop: Shop,
  given: Credentials,
  fits: (role: Role) => role is R
): Promise<{ id: string; role: R }> {
  const forgiveAddress = await limited(shop, LIMITS.signInByAddress, given.address);
  const forgiveAccount = await limited(shop, LIMITS.signInByAccount, given.email.toLowerCase());
  const account = await findSignIn(shop.db, given.email);
  const matches = await isPassword(account?.password_hash, given.password);
  if (!account || !matches || !fits(account.role)) refuse('sign-in-refused');

  await forgiveAccount();
  await forgiveAddress();
  return { id: account.id, role: account.role };
}
