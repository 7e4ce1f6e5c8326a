import type { StoredMessage } from '#db/queries/support-messages.ts';
import type { Card } from './card.ts';
import type { Language } from './who.ts';

/** Whoever has a turn has it so long; what takes longer was cut off, and somebody else answers. */
export const TURN_MS = 30_000;
/** So many messages a model is told of what was said before. */
export const REMEMBERED = 20;

/** What answers a message: the same message is answered once. */
const answerKey = (messageId: string): string => `answer:${messageId}`;

/** What a turn begins with. `messages`: what was said, and last what is to be answered, whatever was said after it. */
export type Turn = { holder: string; messages: StoredMessage[]; misses: number; language: Language | null; isSpent: boolean };

/** What is said in a turn. `misses`: how many messages in a row were not understood with this one. */
export type Reply = {
  words: string;
  cards: Card[];
  grounds: object[];
  waits: object | null;
  misses: number;
  language: Language;
  tokens: number;
};

/** What a turn answers. `key`: of the answer, which is given once. `messages`: what was said before, and last what is to be answered; none: nothing is. */
export type Asked = { key: string; messages: (said: readonly StoredMessage[]) => StoredMessage[] };

export const askedBy = (messageId: string): Asked => ({ key: answerKey(messageId), messages: (said) => upTo(said, messageId) });

/** What was said before a message, then that message. */
function upTo(messages: readonly StoredMessage[], messageId: string): StoredMessage[] {
  const asked = messages.find(({ id }) => id === messageId);
  return asked
    ? [
        ...messages.filter(
          ({ id, key, author, seq }) => id !== messageId && (seq < asked.seq || (author === 'assistant' && key !== answerKey(messageId)))
        ),
        asked
      ]
    : [];
}
