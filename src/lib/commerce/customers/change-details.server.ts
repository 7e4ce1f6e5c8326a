import { setDetails } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { theCustomer } from './customer.ts';

/** What the account's person is called, and their phone (empty: none). Refuses `not-allowed`. */
export async function changeDetails(shop: Shop, actor: Actor, details: { name: string; phone: string }): Promise<void> {
  const customerId = theCustomer(actor);
  await inTransaction(shop, { actor }, async (tx) => setDetails(tx, customerId, details));
}
