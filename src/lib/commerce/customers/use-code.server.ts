import { timingSafeEqual } from 'node:crypto';
import { deleteSecretsOf, takeSecret, tryNewestCode } from '#db/queries/one-time-secrets.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { notingRefusals } from '#lib/server/noting-refusals.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { CODE_TRIES } from './one-time.ts';
import { sealed } from './secret-seal.ts';

export type UseCode = { code: string; browser: string; address: string };

/**
 * The newest code that this browser asked for opens the account, once. The try is counted before the code is looked at.
 * Wrong, used, lapsed and asked for by another browser are told alike. Refuses `code-wrong`, `too-many-requests`.
 */
export async function useCode(shop: Shop, actor: Actor, given: UseCode): Promise<{ customerId: string }> {
  return notingRefusals(shop, 'code', async () => accountOf(shop, actor, given));
}

async function accountOf(shop: Shop, actor: Actor, { code, browser, address }: UseCode): Promise<{ customerId: string }> {
  const forgive = await limited(shop, LIMITS.signInCodeByAddress, address);
  const at = shop.now();
  const asked = await tryNewestCode(shop.db, { browser: sealed(shop, 'browser', browser), at, most: CODE_TRIES });
  const given = sealed(shop, 'code', `${asked?.id}:${code}`);
  if (!asked || !timingSafeEqual(Buffer.from(given), Buffer.from(asked.hash)) || !asked.userId) refuse('code-wrong');

  const { id, userId, email } = asked;
  await inTransaction(shop, { actor }, async (tx) => {
    if (!(await takeSecret(tx, { id, at }))) refuse('code-wrong');
    await deleteSecretsOf(tx, { email, kinds: ['code'] });
  });
  await forgive();
  return { customerId: userId };
}
