import { uuidv7 } from 'uuidv7';
import type { Db } from '#db/client.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import { currentThread } from '#db/queries/support-threads.ts';
import { handOverTalk } from '#lib/commerce/support/hand-over-talk.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import type { Shop } from '#lib/server/shop.ts';
import { apiClient } from './api-client.ts';

/** As much of a shop as a shopper's words need, on the database of one that runs: it hears of them as of those of another process. */
function besideShop(db: Db): Shop {
  const shop = { db, outbox: outboxSignal(db), now: () => new Date(), newId: uuidv7, keys: accessKeys('of a test beside the shop') };
  return shop as unknown as Shop;
}

export type HandedOver = { ticketId: string; number: string; threadId: string; says: (words: string) => Promise<void> };

/** The guest of an order asks for a person. */
export async function aHandedOverTalk(db: Db, orderPath: string, words: string): Promise<HandedOver> {
  const { json } = await apiClient(process.env['E2E_ORIGIN'] ?? '')('GET', orderPath);
  const orderId = String(json['id']);
  const shop = besideShop(db);
  const who = { as: 'guest', orderId } as const;
  const threadId = await currentThread(db, { id: shop.newId(), who, seal: '', at: shop.now() });
  const asking: Asking = { who, threadId, channel: 'chat', session: shop.newId() };
  const says = async (more: string) => void (await sayInTalk(shop, asking, { key: shop.newId(), words: more }));
  await says(words);
  const { ticketId } = await handOverTalk(shop, asking, { orderId, about: 'order', words: '' });
  return { ticketId, number: String(json['number']), threadId, says };
}
