import { findFailing, takeTry } from '#db/queries/failing-models.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { askedAt, triedUntil } from './failing-model.ts';

/** Whether a turn asks the model of that name, or had better not wait for it. Of those that may try it again one does. */
export async function askModel(shop: Shop, name: string): Promise<boolean> {
  const at = shop.now();
  const asked = askedAt(await findFailing(shop.db, name), at);
  if (asked !== 'try') return asked === 'ask';
  return inTransaction(shop, { actor: SYSTEM }, async (tx) => takeTry(tx, { name, at, until: triedUntil(at) }));
}
