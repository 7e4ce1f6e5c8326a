import { queueMail } from '#db/queries/mail.ts';
import { insertSecret } from '#db/queries/one-time-secrets.ts';
import { findAccountOf } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { codeMail, noAccountMail } from './account-mails.ts';
import { CODE_DIGITS, CODE_MS } from './one-time.ts';
import { sealed } from './secret-seal.ts';

export type AskForCode = { email: string; browser: string; address: string };

/** Mails a code that only the browser that asked may use. Nobody learns here whether there is an account. Refuses `too-many-requests`. */
export async function askForCode(shop: Shop, actor: Actor, { email, browser, address }: AskForCode): Promise<void> {
  await limited(shop, LIMITS.mailByAddress, address);
  await limited(shop, LIMITS.mailByRecipient, email.toLowerCase());
  await inTransaction(shop, { actor }, async (tx) => {
    const [at, id, code] = [shop.now(), shop.newId(), shop.newDigits(CODE_DIGITS)];
    const account = await findAccountOf(tx, email);
    const seals = { hash: sealed(shop, 'code', `${id}:${code}`), browser: sealed(shop, 'browser', browser) };
    const expiresAt = new Date(at.getTime() + CODE_MS);
    await insertSecret(tx, { id, kind: 'code', userId: account?.id ?? null, email, ...seals, at, expiresAt });
    const words = account ? codeMail(code) : noAccountMail({ origin: shop.origin, kind: 'sign-in-code' });
    await queueMail(tx, { id: shop.newId(), to: email.toLowerCase(), ...words, at });
  });
}
