import { deleteOtherSessions, deleteOwnSession } from '#db/queries/sessions.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { theCustomer } from './customer.ts';

/** Signs out on another device; its open pages follow within seconds. `name` is the public one. Refuses `not-allowed`, `not-found`. */
export async function endSession(shop: Shop, actor: Actor, { name }: { name: string }): Promise<void> {
  const userId = theCustomer(actor);
  await inTransaction(shop, { actor }, async (tx) => {
    if (!(await deleteOwnSession(tx, { userId, id: name }))) refuse('not-found');
  });
}

/** Signs out everywhere but where this is asked. Refuses `not-allowed`. */
export async function endOtherSessions(shop: Shop, actor: Actor, { keep }: { keep: string }): Promise<void> {
  const userId = theCustomer(actor);
  await inTransaction(shop, { actor }, async (tx) => deleteOtherSessions(tx, { userId, keep }));
}
