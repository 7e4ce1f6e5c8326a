import { endAlertsOfSame } from '#db/queries/stock-alerts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

/** Whoever holds the link from a mail wants no more of them: all that address waits for ends. Refuses `not-found` for a link of nobody. */
export async function endAlerts(shop: Shop, actor: Actor, { alertKey }: { alertKey: string }): Promise<void> {
  const id = shop.keys.open('alert', alertKey);
  if (id === undefined) refuse('not-found');
  await inTransaction(shop, { actor }, async (tx) => endAlertsOfSame(tx, id, shop.now()));
}
