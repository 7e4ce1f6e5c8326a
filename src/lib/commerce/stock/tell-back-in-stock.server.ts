import { queueMail } from '#db/queries/mail.ts';
import { takeAlerts } from '#db/queries/stock-alerts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { alertTopic } from './stock.events.ts';
import { backInStockMail } from './back-in-stock-mail.ts';

const AT_ONCE = 100;

/** Those who wait longest for a thing that is there again are told, each once; the answer is how many. Safe to run twice and beside itself. */
export async function tellBackInStock(shop: Shop, actor: Actor, { variantId }: { variantId: string }): Promise<number> {
  return inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    const waiting = await takeAlerts(tx, variantId, { at, limit: AT_ONCE });
    for (const { id, email, ...thing } of waiting) {
      const mail = backInStockMail({ ...thing, origin: shop.origin, alertKey: shop.keys.make('alert', id) });
      // oxlint-disable-next-line no-await-in-loop -- one after the other, on one connection
      await queueMail(tx, { id: shop.newId(), to: email, ...mail, at });
      record({ type: 'stock.told_back', topic: alertTopic(id), version: 1, alertId: id, variantId });
    }
    return waiting.length;
  });
}
