import { answerTurn, type AnswerOptions } from '#agents/assistant.ts';
import { messagesOf, type StoredMessage } from '#db/queries/support-messages.ts';
import { cardsIn, type Card, type CardOf } from '#lib/commerce/support/card.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { TestShop } from './shop.ts';

export type Heard = { words: string; cards: Card[]; message: StoredMessage; pieces: string[] };

/** Says something in a talk as its page does, and what comes back. */
export async function saidTo(shop: TestShop, asking: Asking, words: string, options: AnswerOptions = {}): Promise<Heard> {
  const { messageId } = await sayInTalk(shop, asking, { key: shop.newId(), words });
  const pieces: string[] = [];
  const outcome = await answerTurn(shop, asking, { messageId }, { ...options, onPiece: (text) => void pieces.push(text) });
  if (outcome.said !== 'answered') throw new Error(`not answered: ${outcome.said}`);
  const message = (await messagesOf(shop.db, asking.threadId)).find(({ id }) => id === outcome.answerId)!;
  return { words: message.words, cards: cardsIn(message.cards), message, pieces };
}

export const cardIn = <Type extends Card['type']>({ cards }: Heard, type: Type): CardOf<Type> | undefined =>
  cards.find((card): card is CardOf<Type> => card.type === type);
