import type { Card } from '#lib/commerce/support/card.ts';
import type { Language, Who } from '#lib/commerce/support/who.ts';
import type { Answer } from '../../answer.ts';
import type { About } from '../../conversation/about.ts';
import { wordsOf } from '../../conversation/words.ts';
import { say, type Phrase } from '../../conversation/phrases.ts';
import type { Intent } from '../../understanding/intents.ts';
import type { Slots } from '../../understanding/slots/slots.ts';

export type Call = { name: string; args: Record<string, unknown> };
/** What was found out of a wish so far, kept until the shopper has answered what is missing. Plain data. */
export type Found = {
  order?: string;
  item?: string;
  to?: string;
  reason?: string;
  product?: string;
  line1?: string;
  line2?: string;
  postcode?: string;
  day?: string;
  store?: string;
  photoIds?: string[];
  /** How something comes back. */
  way?: 'label' | 'home';
};
export type Missing = 'order' | 'item' | 'to' | 'reason' | 'product' | 'address' | 'day' | 'photo' | 'wish';
/**
 * What the next message is expected to say, of which wish, and what is to be done after it. `said`: the wish as it was said so far. `shown`: what the
 * buttons beneath say, any of which may be typed as well. `again`: what was shown to be confirmed; a yes in words shows it once more.
 */
export type Waits = {
  intent: Intent;
  found: Found;
  missing: Missing;
  rest: string[];
  said?: { words: string; slots: Slots };
  shown?: string[];
  again?: Call;
};

export type Part = { words: string; cards?: Card[]; waits?: Omit<Waits, 'rest'>; isMiss?: boolean };
/** One wish: the calls it needs, one after the other, each told its answer; and what is said at the end. */
export type Dialog = Generator<Call, Part, Answer>;

/** `words`: as it was said, without its secrets. */
export type Wish = { intent: Intent; words: string; slots: Slots; found: Found };
export type Ctx = { who: Who; now: Date; language: Language; about: About };

export const told = (ctx: Ctx, name: string, answer: Answer): string => wordsOf({ name, args: {}, answer }, ctx);
export const phrase = (ctx: Ctx, name: Phrase, filled?: Record<string, string>): string => say(ctx.language, name, filled);

export const choices = (...all: (readonly [label: string, say: string])[]): Card => ({
  type: 'choices',
  choices: all.map(([label, text]) => ({ label, say: text }))
});

export function* looked(ctx: Ctx, call: Call): Dialog {
  const answer = yield call;
  return { words: told(ctx, call.name, answer) };
}

/** With nothing that is undefined in it: the tools take no such thing. */
export const args = (all: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
