import { openCartOf, releaseHolds } from '#db/queries/cart-merges.ts';
import { forgetCustomer } from '#db/queries/customer-data.ts';
import { hasOrdersUnderWay } from '#db/queries/customer-orders.ts';
import { deleteMailsTo, queueMail } from '#db/queries/mail.ts';
import { deleteAlertsOf } from '#db/queries/stock-alerts.ts';
import { deleteSecretsOf } from '#db/queries/one-time-secrets.ts';
import { lockAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { accountEndedMail } from './account-mails.ts';
import { theCustomer } from './customer.ts';

/**
 * Everything personal goes: the account's words, its addresses and mails, who and where in its carts and orders, its sessions.
 * Orders stay as numbers. Refuses `not-allowed`, `orders-under-way` while something still travels or is to be paid.
 */
export async function endAccount(shop: Shop, actor: Actor): Promise<void> {
  const customerId = theCustomer(actor);
  await inTransaction(shop, { actor: { role: 'shopper', channel: actor.channel } }, async (tx, record) => {
    const account = await lockAccount(tx, customerId);
    if (!account) refuse('not-allowed');
    if (await hasOrdersUnderWay(tx, customerId)) refuse('orders-under-way');
    const openCart = await openCartOf(tx, customerId);
    if (openCart) record(...(await releaseHolds(tx, openCart, shop.now())));
    const { email } = account;
    await deleteSecretsOf(tx, { email, kinds: ['sign-up', 'code', 'reset', 'orders'] });
    await deleteMailsTo(tx, email);
    await deleteAlertsOf(tx, email);
    await forgetCustomer(tx, customerId, shop.now());
    await queueMail(tx, { id: shop.newId(), to: email, ...accountEndedMail(), at: shop.now() });
  });
}
