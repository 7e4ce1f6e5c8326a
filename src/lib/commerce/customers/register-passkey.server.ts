import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { queueMail } from '#db/queries/mail.ts';
import { insertChallenge, insertPasskey, passkeysOf, takeChallenge } from '#db/queries/passkeys.ts';
import { findAccount, lockAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { challengeIn, creationOptions, keyMadeBy } from '#lib/server/relying-party.ts';
import type { Shop } from '#lib/server/shop.ts';
import { passkeyAddedMail } from './account-mails.ts';
import { theCustomer } from './customer.ts';
import { CHALLENGE_MS } from './one-time.ts';
import { sealed } from './secret-seal.ts';

const MAX_PASSKEYS = 20;

/** `browser` is the secret in the cookie of whoever asks, `address` the caller's. */
type From = { browser: string; address: string };

/** What the account's browser needs to make a passkey. Refuses `not-allowed`, `too-many-requests`. */
export async function offerPasskey(shop: Shop, actor: Actor, { browser, address }: From): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const customerId = theCustomer(actor);
  await limited(shop, LIMITS.passkeyByAddress, address);
  const account = await findAccount(shop.db, customerId);
  if (!account) refuse('not-allowed');
  const options = await creationOptions(shop, { ...account, has: await passkeysOf(shop.db, customerId) });
  await inTransaction(shop, { actor }, async (tx) => {
    const seals = { hash: sealed(shop, 'passkey', options.challenge), browser: sealed(shop, 'browser', browser) };
    await insertChallenge(tx, { ...seals, userId: customerId, expiresAt: new Date(shop.now().getTime() + CHALLENGE_MS) });
  });
  return options;
}

export type RegisterPasskey = { made: RegistrationResponseJSON; name: string; browser: string };

/** Keeps what the browser made. Refuses `not-allowed`, `passkey-refused`, `passkeys-full` (detail: how many an account keeps). */
export async function registerPasskey(shop: Shop, actor: Actor, { made, name, browser }: RegisterPasskey): Promise<void> {
  const [userId, at] = [theCustomer(actor), shop.now()];
  const challenge = challengeIn(made) ?? '';
  const seals = { hash: sealed(shop, 'passkey', challenge), browser: sealed(shop, 'browser', browser) };
  if (!(await takeChallenge(shop.db, { ...seals, userId, at }))) refuse('passkey-refused');
  const key = await keyMadeBy(shop, made, { challenge });
  if (!key) refuse('passkey-refused');

  await inTransaction(shop, { actor }, async (tx) => {
    const account = await lockAccount(tx, userId);
    if (!account) refuse('not-allowed');
    if ((await passkeysOf(tx, userId)).length >= MAX_PASSKEYS) refuse('passkeys-full', String(MAX_PASSKEYS));
    const { transports = [] } = made.response;
    if (!(await insertPasskey(tx, { ...key, userId, name, transports, at }))) refuse('passkey-refused');
    await queueMail(tx, { id: shop.newId(), to: account.email, ...passkeyAddedMail(shop), at });
  });
}
