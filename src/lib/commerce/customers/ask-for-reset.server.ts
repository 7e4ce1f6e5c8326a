import { queueMail } from '#db/queries/mail.ts';
import { insertSecret } from '#db/queries/one-time-secrets.ts';
import { findAccountOf } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { noAccountMail, resetMail } from './account-mails.ts';
import { LINK_LENGTH, RESET_MS } from './one-time.ts';
import { sealed } from './secret-seal.ts';

/** Mails a link to choose a new password. Nobody learns here whether there is an account. Refuses `too-many-requests`. */
export async function askForReset(shop: Shop, actor: Actor, { email, address }: { email: string; address: string }): Promise<void> {
  await limited(shop, LIMITS.mailByAddress, address);
  await limited(shop, LIMITS.mailByRecipient, email.toLowerCase());
  await inTransaction(shop, { actor }, async (tx) => {
    const [at, secret] = [shop.now(), shop.newCode(LINK_LENGTH)];
    const account = await findAccountOf(tx, email);
    const expiresAt = account ? new Date(at.getTime() + RESET_MS) : at;
    const asked = { id: shop.newId(), kind: 'reset', userId: account?.id ?? null, email } as const;
    await insertSecret(tx, { ...asked, hash: sealed(shop, 'reset', secret), at, expiresAt });
    const words = account ? resetMail({ origin: shop.origin, secret }) : noAccountMail({ origin: shop.origin, kind: 'password-reset' });
    await queueMail(tx, { id: shop.newId(), to: email.toLowerCase(), ...words, at });
  });
}
