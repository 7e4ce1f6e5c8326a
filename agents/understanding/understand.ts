import { corrected } from './corrections.ts';
import { gate, type Gate } from './gate.ts';
import { languageOf } from './language.ts';
import { mask, type MaskedKind } from '#lib/commerce/support/mask.ts';
import type { Language } from '#lib/commerce/support/who.ts';
import { guessesOf, type Guess, type Model } from './model.ts';
import { wantsPerson } from './person.ts';
import { requestsOf } from './requests.ts';
import { slotsOf, type Known, type Slots } from './slots/slots.ts';

/** One request of a message: what it may want, what follows from that, and what it names. */
export type Request = { text: string; guesses: Guess[]; gate: Gate; slots: Slots };
/** `text`: the message without its secrets, which is all that may be kept. `requests`: in their order. */
export type Understood = { text: string; masked: MaskedKind[]; language: Language; wantsPerson: boolean; requests: Request[] };

/** `misses`: how many messages in a row were not understood before this one. */
export function understand(model: Model, message: string, { misses, ...known }: Known & { misses: number }): Understood {
  const { text, found } = mask(message);
  const requests = requestsOf(corrected(text)).map((request) => {
    const guesses = guessesByRuleOr(model, request);
    return { text: request, guesses, gate: gate(guesses, misses), slots: slotsOf(request, known) };
  });
  return { text, masked: found, language: languageOf(text), wantsPerson: wantsPerson(text), requests };
}

/** A wish for a person is no guess. */
export function guessesByRuleOr(model: Model, text: string): Guess[] {
  const guesses = guessesOf(model, text);
  if (!wantsPerson(text)) return guesses;
  return [{ intent: 'human_agent', share: 1 }, ...guesses.filter(({ intent }) => intent !== 'human_agent')];
}
