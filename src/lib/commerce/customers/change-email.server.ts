import type { Tx } from '#db/client.ts';
import { queueMail, readdressMails } from '#db/queries/mail.ts';
import { deleteEmailSecretsOf, deleteSecretsOf, findSecret, insertSecret, takeSecret } from '#db/queries/one-time-secrets.ts';
import { deleteSessionsOfUser } from '#db/queries/sessions.ts';
import { findAccount, findSignIn, lockAccount, setEmail, type Account } from '#db/queries/users.ts';
import { refuseTaken } from '#db/refusals.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { emailAskedMail, emailChangedMail, emailTakenMail, newEmailMail } from './account-mails.ts';
import { theCustomer } from './customer.ts';
import { EMAIL_MS, LINK_LENGTH } from './one-time.ts';
import { sealed } from './secret-seal.ts';

/**
 * Mails a link to the new address and a notice to the one that there is. Nobody learns here whether the new one has an account: answer
 * and rows are the same, and the mail says it. Refuses `not-allowed`, `too-many-requests`.
 */
export async function askForEmail(shop: Shop, actor: Actor, { email, address }: { email: string; address: string }): Promise<void> {
  const account = await findAccount(shop.db, theCustomer(actor));
  if (!account) refuse('not-allowed');
  await limited(shop, LIMITS.mailByAddress, address);
  await limited(shop, LIMITS.mailByRecipient, email.toLowerCase());
  await limited(shop, LIMITS.mailByRecipient, account.email);
  await inTransaction(shop, { actor }, async (tx) => {
    const [at, secret] = [shop.now(), shop.newCode(LINK_LENGTH)];
    const known = await findSignIn(tx, email);
    const asked = { id: shop.newId(), kind: 'email', userId: account.id, email, hash: sealed(shop, 'email', secret) } as const;
    await insertSecret(tx, { ...asked, at, expiresAt: known ? at : new Date(at.getTime() + EMAIL_MS) });
    const words = known ? emailTakenMail(shop) : newEmailMail({ origin: shop.origin, secret });
    await queueMail(tx, { id: shop.newId(), to: email.toLowerCase(), ...words, at });
    await queueMail(tx, { id: shop.newId(), to: account.email, ...emailAskedMail(shop), at });
  });
}

/**
 * By the link that was mailed, once, and only in the account that asked: whoever has the new mailbox has not the account yet.
 * All sessions end, this one too: the edge begins a new one. Refuses `not-allowed`, `link-over`.
 */
export async function changeEmail(shop: Shop, actor: Actor, { secret }: { secret: string }): Promise<{ customerId: string }> {
  const customerId = theCustomer(actor);
  const at = shop.now();
  const asked = await findSecret(shop.db, { kind: 'email', hash: sealed(shop, 'email', secret), at });
  if (!asked || asked.userId !== customerId) refuse('link-over');
  return inTransaction(shop, { actor }, async (tx) => {
    const account = await lockAccount(tx, customerId);
    if (!account) refuse('not-allowed');
    if (!(await takeSecret(tx, { id: asked.id, at })) || (await findSignIn(tx, asked.email))) refuse('link-over');
    await move(shop, tx, { account, email: asked.email, at });
    return { customerId };
  }).catch(refuseTaken('link-over'));
}

async function move(shop: Shop, tx: Tx, { account, email, at }: { account: Account; email: string; at: Date }): Promise<void> {
  await setEmail(tx, account.id, { email, at });
  await deleteSessionsOfUser(tx, account.id);
  await deleteEmailSecretsOf(tx, account.id);
  await deleteSecretsOf(tx, { email: account.email, kinds: ['reset', 'code'] });
  await deleteSecretsOf(tx, { email, kinds: ['sign-up', 'reset', 'code'] });
  await readdressMails(tx, { from: account.email, to: email });
  await queueMail(tx, { id: shop.newId(), to: account.email, ...emailChangedMail({ email }), at });
}
