import { findCurrentThread } from '#db/queries/support-threads.ts';
import { readTalk } from '#lib/commerce/support/read-talk.server.ts';
import type { ShownTalk } from '#lib/commerce/support/shown-talk.ts';
import { sealOfSession } from '#lib/commerce/support/who.ts';
import { whoTalks, type Talking } from '#lib/server/asking.ts';
import type { Shop } from '#lib/server/shop.ts';

/** What whoever talks has said so far; looking at it begins nothing. `isKnown`: their orders are known. */
export async function readOwnTalk(shop: Shop, talking: Talking): Promise<{ talk: ShownTalk | null; isKnown: boolean }> {
  const { who, session } = whoTalks(shop, talking);
  const threadId = await findCurrentThread(shop.db, { who, seal: sealOfSession(shop.keys, session) });
  return { talk: threadId === undefined ? null : await readTalk(shop, threadId), isKnown: who.as !== 'anonymous' };
}
