import { currentThread, insertThread } from '#db/queries/support-threads.ts';
import type { Shop } from '#lib/server/shop.ts';
import { sealOfOwner, sealOfSession, type Asking, type Who } from './who.ts';

type Place = Pick<Shop, 'db' | 'newId' | 'now' | 'keys'>;
/** `session`: that of the browser, which is all that is known of whoever came with nothing. */
type Opening = { who: Who; session: string };

/** The talk that whoever the edge says it is goes on with, on whatever device: made when there is none yet. */
export async function openCurrentThread(shop: Place, opening: Opening & Pick<Asking, 'inHands'>): Promise<string> {
  return currentThread(shop.db, { id: shop.newId(), who: opening.who, seal: sealOfOwner(shop.keys, opening), at: shop.now() });
}

/** A talk of its own beside the current one, such as that of whoever sits at the command line. */
export async function openThread(shop: Place, { who, session }: Opening): Promise<string> {
  const id = shop.newId();
  await insertThread(shop.db, { id, who, seal: sealOfSession(shop.keys, session), at: shop.now() });
  return id;
}
