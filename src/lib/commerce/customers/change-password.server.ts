import type { Tx } from '#db/client.ts';
import { queueMail } from '#db/queries/mail.ts';
import { deleteEmailSecretsOf, deleteSecretsOf, findSecret, takeSecret } from '#db/queries/one-time-secrets.ts';
import { deleteSessionsOfUser } from '#db/queries/sessions.ts';
import { findAccount, setPassword, type Account } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { hashPassword } from '#lib/server/passwords.ts';
import type { Shop } from '#lib/server/shop.ts';
import { passwordChangedMail } from './account-mails.ts';
import { theCustomer } from './customer.ts';
import { isWeak } from './password.ts';
import { sealed } from './secret-seal.ts';

/** All sessions end, this one too: the edge begins a new one. Refuses `not-allowed`, `password-weak`. */
export async function changePassword(shop: Shop, actor: Actor, { password }: { password: string }): Promise<{ customerId: string }> {
  const account = await findAccount(shop.db, theCustomer(actor));
  if (!account) refuse('not-allowed');
  return change(shop, actor, { account, password });
}

/** By the link that was mailed, once. A weak password does not use it up. Refuses `link-over`, `password-weak`. */
export async function resetPassword(
  shop: Shop,
  actor: Actor,
  input: { secret: string; password: string }
): Promise<{ customerId: string }> {
  const at = shop.now();
  const asked = await findSecret(shop.db, { kind: 'reset', hash: sealed(shop, 'reset', input.secret), at });
  const account = asked?.userId ? await findAccount(shop.db, asked.userId) : undefined;
  if (!asked || !account) refuse('link-over');
  const take = async (tx: Tx) => (await takeSecret(tx, { id: asked.id, at })) || refuse('link-over');
  return change(shop, actor, { account, password: input.password, take });
}

type Change = { account: Account; password: string; take?: (tx: Tx) => Promise<unknown> };

async function change(shop: Shop, actor: Actor, { account, password, take }: Change): Promise<{ customerId: string }> {
  if (isWeak(password, account)) refuse('password-weak');
  const passwordHash = await hashPassword(password);
  return inTransaction(shop, { actor }, async (tx) => {
    await take?.(tx);
    await setPassword(tx, account.id, passwordHash);
    await deleteSessionsOfUser(tx, account.id);
    await deleteSecretsOf(tx, { email: account.email, kinds: ['reset', 'code'] });
    await deleteEmailSecretsOf(tx, account.id);
    await queueMail(tx, { id: shop.newId(), to: account.email, ...passwordChangedMail(shop), at: shop.now() });
    return { customerId: account.id };
  });
}
