import { insertThread } from '#db/queries/support-threads.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Who } from './who.ts';

/** A new talk of whoever the edge says it is. */
export async function openThread(shop: Pick<Shop, 'db' | 'newId' | 'now'>, who: Who): Promise<string> {
  const id = shop.newId();
  await insertThread(shop.db, { id, who, at: shop.now() });
  return id;
}
