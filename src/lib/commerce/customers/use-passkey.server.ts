import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { findPasskey, insertChallenge, notePasskeyUsed, takeChallenge } from '#db/queries/passkeys.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { notingRefusals } from '#lib/server/noting-refusals.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { challengeIn, countSignedBy, requestOptions } from '#lib/server/relying-party.ts';
import type { Shop } from '#lib/server/shop.ts';
import { CHALLENGE_MS } from './one-time.ts';
import { sealed } from './secret-seal.ts';

type From = { browser: string; address: string };

/** What this browser needs to sign in; whose passkeys there are is not asked and not told. Refuses `too-many-requests`. */
export async function askForPasskey(shop: Shop, actor: Actor, { browser, address }: From): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await limited(shop, LIMITS.passkeyByAddress, address);
  const options = await requestOptions(shop);
  await inTransaction(shop, { actor }, async (tx) => {
    const seals = { hash: sealed(shop, 'passkey', options.challenge), browser: sealed(shop, 'browser', browser) };
    await insertChallenge(tx, { ...seals, userId: null, expiresAt: new Date(shop.now().getTime() + CHALLENGE_MS) });
  });
  return options;
}

export type UsePasskey = From & { used: AuthenticationResponseJSON };

/**
 * A passkey opens the account that it was made for. The try is counted, and the challenge used up, before anything is looked at.
 * By account nothing is counted: a signature is not guessed, and whoever guesses passwords must not lock its owner out here.
 * Refuses `passkey-refused`, `too-many-requests`.
 */
export async function usePasskey(shop: Shop, actor: Actor, given: UsePasskey): Promise<{ customerId: string }> {
  return notingRefusals(shop, 'passkey', async () => accountOf(shop, actor, given));
}

async function accountOf(shop: Shop, actor: Actor, { used, browser, address }: UsePasskey): Promise<{ customerId: string }> {
  const forgive = await limited(shop, LIMITS.signInByAddress, address);
  const at = shop.now();
  const challenge = challengeIn(used) ?? '';
  const seals = { hash: sealed(shop, 'passkey', challenge), browser: sealed(shop, 'browser', browser) };
  if (!(await takeChallenge(shop.db, { ...seals, userId: null, at }))) refuse('passkey-refused');
  const key = await findPasskey(shop.db, used.id);
  const signCount = key && (await countSignedBy(shop, used, { challenge, key }));
  if (!key || signCount === undefined) refuse('passkey-refused');

  await inTransaction(shop, { actor }, async (tx) => {
    if (!(await notePasskeyUsed(tx, { id: key.id, signCount, at }))) refuse('passkey-refused');
  });
  await forgive();
  return { customerId: key.userId };
}
