import { queueMail } from '#db/queries/mail.ts';
import { deletePasskey } from '#db/queries/passkeys.ts';
import { lockAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { passkeyRemovedMail } from './account-mails.ts';
import { theCustomer } from './customer.ts';

/** Nobody is locked out by it: the code by mail opens every account. Refuses `not-allowed`, `not-found` for one that is not theirs. */
export async function removePasskey(shop: Shop, actor: Actor, { id }: { id: string }): Promise<void> {
  const userId = theCustomer(actor);
  await inTransaction(shop, { actor }, async (tx) => {
    const account = await lockAccount(tx, userId);
    if (!account) refuse('not-allowed');
    if (!(await deletePasskey(tx, { userId, id }))) refuse('not-found');
    await queueMail(tx, { id: shop.newId(), to: account.email, ...passkeyRemovedMail(shop), at: shop.now() });
  });
}
