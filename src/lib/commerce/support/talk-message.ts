import type { Card } from './card.ts';
import type { Author } from './who.ts';

/** What an answer rests on, in words: "the order of 25 Nov, 3:04 pm". */
export type ShownGround = { words: string; at: string | null; href: string | undefined };

/** A message as its talk shows it. `by`: which of us, by their first name. */
export type TalkMessage = {
  seq: number;
  author: Author;
  by: string | null;
  words: string;
  cards: Card[];
  grounds: ShownGround[];
  at: Date;
};
