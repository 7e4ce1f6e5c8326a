import type { StoredMessage } from '#db/queries/support-messages.ts';
import { cardsIn, type Card } from '#lib/commerce/support/card.ts';
import { orderNumbersIn } from '../understanding/slots/references.ts';

/** What a talk was last about: `where is it` and `how big is it` are asked of that. Null where it was about none, or about several at once. */
export type About = { order: string | null; product: string | null };

type Said = Pick<StoredMessage, 'author' | 'words' | 'cards'>;

/** By the cards that were shown and the numbers that were written, the newest first. `before`: without the message that is to be answered. */
export function aboutOf(before: readonly Said[]): About {
  return { order: newest(before, ordersIn), product: newest(before, productsIn) };
}

function newest(said: readonly Said[], namedIn: (message: Said) => string[]): string | null {
  for (const message of said.toReversed()) {
    const named = new Set(namedIn(message));
    if (named.size > 0) return named.size === 1 ? ([...named][0] ?? null) : null;
  }
  return null;
}

function ordersIn({ author, words, cards }: Said): string[] {
  if (author === 'shopper') return orderNumbersIn(words);
  return cardsIn(cards).flatMap((card) =>
    card.type === 'order' ? [card.number] : card.type === 'action' && card.order ? [card.order] : []
  );
}

const productsIn = ({ author, cards }: Said): string[] => (author === 'shopper' ? [] : cardsIn(cards).flatMap(titleOf));

function titleOf(card: Card): string[] {
  if (card.type === 'product') return [card.title];
  return card.type === 'store' && card.shelf ? [card.shelf.title] : [];
}
