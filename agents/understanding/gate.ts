import type { Intent } from './intents.ts';
import type { Guess } from './model.ts';

/**
 * What follows from a guess: act on it, let the shopper choose, or offer a person. `choose` names what to show as buttons, the likeliest first.
 */
export type Gate = { do: 'act'; intent: Intent } | { do: 'choose'; between: Intent[] } | { do: 'offer-person' };

/** From this share on at least 95 of 100 guesses were right, on messages that nobody had trained on. */
export const ACT_FROM = 0.65;
/** Less likely than this is no help as a button. */
const SHOWN_FROM = 0.08;
const MOST_SHOWN = 3;
const MISSES_BEFORE_PERSON = 1;
/** Nothing that a button could do: they are answered or are no wish. */
const noButton: ReadonlySet<Intent> = new Set<Intent>([
  'affirm',
  'deny',
  'thanks',
  'greeting',
  'goodbye',
  'bot_challenge',
  'out_of_scope',
  'complaint'
]);

/** Wishes that are gone on with alike: whichever was meant, the same is looked up, asked and shown. */
const ALIKE: readonly (readonly Intent[])[] = [
  ['return_item', 'damaged_item'],
  ['change_items', 'exchange_item'],
  ['return_status', 'refund_status']
];

export const isAlike = (one: Intent, other: Intent): boolean =>
  one === other || ALIKE.some((some) => some.includes(one) && some.includes(other));

/** What is acted on: the likeliest, or the likelier of two that are gone on with alike, when their shares together are enough. */
export function surely(guesses: readonly Guess[]): Intent | undefined {
  const shareOf = (guess: Guess): number => {
    const alike = ALIKE.find((some) => some.includes(guess.intent)) ?? [guess.intent];
    return guesses.reduce((sum, { intent, share }) => sum + (alike.includes(intent) ? share : 0), 0);
  };
  return guesses.find((guess) => shareOf(guess) >= ACT_FROM)?.intent;
}

/** `misses`: how many messages in a row were not understood before this one. */
export function gate(guesses: readonly Guess[], misses: number): Gate {
  const [best] = guesses;
  const sure = surely(guesses);
  if (sure) return { do: 'act', intent: sure };
  if (misses >= MISSES_BEFORE_PERSON) return { do: 'offer-person' };
  const between = guesses.filter(({ intent, share }) => !noButton.has(intent) && share >= SHOWN_FROM).slice(0, MOST_SHOWN);
  // Honest when nothing comes near: what can be done is better than three buttons at random.
  if (between.length === 0) return { do: 'act', intent: best && best.intent === 'out_of_scope' ? 'out_of_scope' : 'capabilities' };
  return { do: 'choose', between: between.map(({ intent }) => intent) };
}
