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

/** `misses`: how many messages in a row were not understood before this one. */
export function gate(guesses: readonly Guess[], misses: number): Gate {
  const [best] = guesses;
  if (best && best.share >= ACT_FROM) return { do: 'act', intent: best.intent };
  if (misses >= MISSES_BEFORE_PERSON) return { do: 'offer-person' };
  const between = guesses.filter(({ intent, share }) => !noButton.has(intent) && share >= SHOWN_FROM).slice(0, MOST_SHOWN);
  // Honest when nothing comes near: what can be done is better than three buttons at random.
  if (between.length === 0) return { do: 'act', intent: best && best.intent === 'out_of_scope' ? 'out_of_scope' : 'capabilities' };
  return { do: 'choose', between: between.map(({ intent }) => intent) };
}
