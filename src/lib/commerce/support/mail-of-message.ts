import type { MailWords } from '../mail/mail.ts';
import type { Card } from './card.ts';
import { cardWords } from './desk-words.ts';

type Message = { words: string; cards: readonly Card[] };

/** What was said in a talk, as a mail. `link`: to the talk, where alone something is confirmed. `number`: of the one order it is about. */
export function mailOfMessage({ words, cards }: Message, { link, number }: { link: string; number: string | null }): MailWords {
  const isAsking = cards.some(({ type }) => type === 'action');
  const parts = [words, ...cards.map(linesOf), isAsking ? asked(link) : further(link)];
  const subject = number === null ? 'Your talk with mez' : `Your talk with mez (order ${number})`;
  return { kind: 'talk', subject, text: parts.filter((part) => part !== '').join('\n\n') };
}

const linesOf = (card: Card): string => {
  if (card.type === 'choices') return `You could say: ${card.choices.map(({ say }) => say).join(' / ')}`;
  if (card.type !== 'action') return cardWords(card);
  return ['What would be done:', ...card.lines.map(({ label, text }) => `${label}: ${text}`)].join('\n');
};

const asked = (link: string): string =>
  `Nothing of it is done yet, and no mail does it. Ask for it once more in your talk and press the button there: ${link}`;
const further = (link: string): string => `Answer this mail to go on, or go on in your talk: ${link}`;
