import { insertAlert, isVariant } from '#db/queries/stock-alerts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';

/** `address` is that of whoever asks, on the network. */
export type AskToBeTold = { variantId: string; email: string; address: string };

/** An address waits for no more things than this; whatever it asks beyond is answered in the same way and forgotten. */
const MOST_WAITED_FOR = 20;

/**
 * One mail when it is there again. Twice asked is once told, and nobody learns here whether an address waits already: needs no key.
 * Refuses `not-found`, `too-many-requests`.
 */
export async function askToBeTold(shop: Shop, actor: Actor, { variantId, email, address }: AskToBeTold): Promise<void> {
  await limited(shop, LIMITS.mailByAddress, address);
  await limited(shop, LIMITS.mailByRecipient, email.toLowerCase());
  await inTransaction(shop, { actor }, async (tx) => {
    if (!(await isVariant(tx, variantId))) refuse('not-found');
    await insertAlert(tx, { id: shop.newId(), variantId, email: email.toLowerCase(), at: shop.now() }, MOST_WAITED_FOR);
  });
}
