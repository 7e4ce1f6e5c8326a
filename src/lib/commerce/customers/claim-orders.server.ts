import { countGuestOrders, giveGuestOrders } from '#db/queries/customer-orders.ts';
import { queueMail } from '#db/queries/mail.ts';
import { findSecret, insertSecret, takeSecret } from '#db/queries/one-time-secrets.ts';
import { findAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { ordersLinkMail } from './account-mails.ts';
import { theCustomer } from './customer.ts';
import { LINK_LENGTH, LINK_MS } from './one-time.ts';
import { sealed } from './secret-seal.ts';

/** Mails the link by which earlier orders with the account's address come into it. Refuses `not-allowed`, `not-found` (there are none), `too-many-requests`. */
export async function askForOrders(shop: Shop, actor: Actor): Promise<void> {
  const customerId = theCustomer(actor);
  const account = await findAccount(shop.db, customerId);
  if (!account) refuse('not-allowed');
  await limited(shop, LIMITS.mailByRecipient, account.email);
  await inTransaction(shop, { actor }, async (tx) => {
    const { email } = account;
    const count = await countGuestOrders(tx, email);
    if (count === 0) refuse('not-found');
    const [at, secret] = [shop.now(), shop.newCode(LINK_LENGTH)];
    const expiresAt = new Date(at.getTime() + LINK_MS);
    await insertSecret(tx, {
      id: shop.newId(),
      kind: 'orders',
      userId: customerId,
      email,
      hash: sealed(shop, 'orders', secret),
      at,
      expiresAt
    });
    await queueMail(tx, { id: shop.newId(), to: email, ...ordersLinkMail({ origin: shop.origin, secret, count }), at });
  });
}

/** Only the account that the link was made for may use it, once. Refuses `not-allowed`, `link-over`. @returns how many orders came */
export async function claimOrders(shop: Shop, actor: Actor, { secret }: { secret: string }): Promise<{ count: number }> {
  const customerId = theCustomer(actor);
  const at = shop.now();
  const asked = await findSecret(shop.db, { kind: 'orders', hash: sealed(shop, 'orders', secret), at });
  if (!asked || asked.userId !== customerId) refuse('link-over');
  return inTransaction(shop, { actor }, async (tx) => {
    if (!(await takeSecret(tx, { id: asked.id, at }))) refuse('link-over');
    return { count: await giveGuestOrders(tx, { email: asked.email, customerId }) };
  });
}
