import { earlierTalks, type EarlierTalk } from '#db/queries/brought-talks.ts';
import { readTalk } from '#lib/commerce/support/read-talk.server.ts';
import type { ShownTalk } from '#lib/commerce/support/shown-talk.ts';
import { markOf, talkMeant, whoTalks, type Talking } from '#lib/server/asking.ts';
import type { Shop } from '#lib/server/shop.ts';

/** `isKnown`: their orders are known. `mark`: for whom the page is made. */
export type OwnTalk = { talk: ShownTalk | null; isKnown: boolean; mark: string };

/** What whoever talks has said so far; looking at it begins nothing. */
export async function readOwnTalk(shop: Shop, talking: Talking): Promise<OwnTalk> {
  const known = whoTalks(shop, talking);
  const threadId = await talkMeant(shop, talking, known);
  return {
    talk: threadId === undefined ? null : await readTalk(shop, threadId),
    isKnown: known.who.as !== 'anonymous',
    mark: markOf(shop, known)
  };
}

const MOST_EARLIER = 5;

/** What an account said in other talks than the one that goes on. */
export async function readEarlierTalks(shop: Shop, { actor }: Talking): Promise<EarlierTalk[]> {
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  return customerId === undefined ? [] : earlierTalks(shop.db, { customerId, most: MOST_EARLIER });
}
