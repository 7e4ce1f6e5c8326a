import { messagesOf } from '#db/queries/support-messages.ts';
import { noteReading } from '#db/queries/support-audit.ts';
import { talkHead, writersOfTalk } from '#db/queries/talk-page.ts';
import { talkInHands } from '#db/queries/talk-in-hands.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { atNode } from '../stores/staff-policy.ts';
import { cardsIn, type Card } from './card.ts';
import type { Author } from './who.ts';

export type SaidAtCounter = { id: string; author: Author; by: string | null; words: string; cards: Card[]; at: Date };
/** `takenBy`: which of us answers it elsewhere. */
export type TalkAtCounter = { threadId: string; version: number; takenBy: string | null; messages: SaidAtCounter[] };

const MOST_SAID = 30;

/**
 * The talk of whoever has handed their cart over, for as long as it is in the hands of whoever asks; who reads it is in its log. Null when they have
 * said nothing, or are nobody who is known. Refuses `forbidden`, `not-found` for a cart that is in other hands.
 */
export async function readTalkAtCounter(shop: Shop, actor: Actor, { cartKey }: { cartKey: string }): Promise<TalkAtCounter | null> {
  const { userId, channel } = atNode(actor, 'sell-in-store');
  const { grant } = await openedCart(shop, actor, cartKey, 'view');
  const at = shop.now();
  const found = grant && (await talkInHands(shop.db, { grantId: grant.id, at }));
  if (!grant || !found) return null;
  const { threadId } = found;
  await noteReading(shop.db, { threadId, userId, channel, arguments: { cartId: grant.cartId }, at });
  const [head, kept, names] = await Promise.all([
    talkHead(shop.db, threadId),
    messagesOf(shop.db, threadId, { most: MOST_SAID }),
    writersOfTalk(shop.db, threadId)
  ]);
  if (!head || kept.length === 0) return null;
  const messages = kept.map(({ id, author, saidBy, words, cards, at: saidAt }) => {
    return { id, author, by: saidBy === null ? null : (names[saidBy] ?? null), words, cards: cardsIn(cards), at: saidAt };
  });
  return { threadId, ...head, messages };
}
