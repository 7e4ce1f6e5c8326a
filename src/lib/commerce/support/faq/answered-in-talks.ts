import type { AskedOnce } from './cluster-questions.ts';
import { faqWords } from './faq-words.ts';
import { maskPersonal } from './mask-personal.ts';

/** A message of a talk in which one of us answered. `whose`: the account, the order or the talk. `known`: what the shop has of that person. */
export type TalkMessage = {
  messageId: string;
  threadId: string;
  author: 'shopper' | 'assistant' | 'staff';
  words: string;
  at: string;
  whose: string;
  known: string[];
};
/** What somebody asked and one of us answered, without anything that says who it was. */
export type AnsweredOnce = AskedOnce & { reply: string; at: string };

const LONGEST_QUESTION = 300;
const LONGEST_REPLY = 2_000;
/** Of fewer it is a greeting, of more a story. */
const FEWEST_WORDS = 1;
const MOST_WORDS = 60;

/** The last words of a shopper before one of us speaks, with the longest of what we said until they spoke again. `messages` in their order. */
export function answeredInTalks(messages: readonly TalkMessage[]): AnsweredOnce[] {
  return [...Map.groupBy(messages, ({ threadId }) => threadId).values()].flatMap(answeredInTalk);
}

function answeredInTalk(messages: readonly TalkMessage[]): AnsweredOnce[] {
  const found: AnsweredOnce[] = [];
  let asked: TalkMessage | undefined;
  let replies: TalkMessage[] = [];
  const close = (): void => {
    const [reply] = replies.toSorted((a, b) => b.words.length - a.words.length);
    if (asked && reply) found.push(...exchanged(asked, reply));
    replies = [];
  };
  for (const message of messages) {
    if (message.author === 'staff') replies.push(message);
    if (message.author !== 'shopper') continue;
    close();
    asked = message;
  }
  close();
  return found;
}

function exchanged(asked: TalkMessage, reply: TalkMessage): AnsweredOnce[] {
  const question = maskPersonal(asked.words, asked.known).slice(0, LONGEST_QUESTION);
  const said = maskPersonal(reply.words, asked.known).slice(0, LONGEST_REPLY);
  const words = faqWords(question).length;
  if (words < FEWEST_WORDS || question.split(' ').length > MOST_WORDS || said === '') return [];
  return [{ messageId: asked.messageId, whose: asked.whose, question, reply: said, at: reply.at }];
}
