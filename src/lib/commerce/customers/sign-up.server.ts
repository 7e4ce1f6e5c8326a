import { queueMail } from '#db/queries/mail.ts';
import { insertSecret } from '#db/queries/one-time-secrets.ts';
import { findSignIn } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { hashPassword } from '#lib/server/passwords.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { confirmSignUpMail, knownAlreadyMail } from './account-mails.ts';
import { LINK_LENGTH, LINK_MS } from './one-time.ts';
import { isWeak } from './password.ts';
import { sealed } from './secret-seal.ts';

/** `browser` is the secret of whoever asks, in a cookie; `address` the caller's. */
export type SignUp = { email: string; name: string; password: string; browser: string; address: string };

/**
 * Keeps what was typed until the link in the mail is opened; only then there is an account. Nobody learns here whether there is one
 * already: answer, time and rows are the same, and the mail says it. Refuses `password-weak`, `too-many-requests`.
 */
export async function signUp(shop: Shop, actor: Actor, input: SignUp): Promise<void> {
  const { email, name, password, browser, address } = input;
  if (isWeak(password, input)) refuse('password-weak');
  await limited(shop, LIMITS.mailByAddress, address);
  await limited(shop, LIMITS.mailByRecipient, email.toLowerCase());
  const passwordHash = await hashPassword(password);

  await inTransaction(shop, { actor }, async (tx) => {
    const at = shop.now();
    const known = await findSignIn(tx, email);
    const secret = shop.newCode(LINK_LENGTH);
    const asked = { kind: 'sign-up', userId: null, email, name, passwordHash } as const;
    const seals = { hash: sealed(shop, 'sign-up', secret), browser: sealed(shop, 'browser', browser) };
    await insertSecret(tx, { id: shop.newId(), ...asked, ...seals, at, expiresAt: known ? at : new Date(at.getTime() + LINK_MS) });
    const words = known ? knownAlreadyMail(shop) : confirmSignUpMail({ origin: shop.origin, secret });
    await queueMail(tx, { id: shop.newId(), to: email.toLowerCase(), ...words, at });
  });
}
