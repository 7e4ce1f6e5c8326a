import type { Intent } from './intents.ts';
import { read, vectorOf, type Vector, type Vocabulary } from './vectors.ts';

/**
 * What training leaves: for each intent and place a weight, in the order place by place, and at the end of them what an intent starts with.
 * `heat` softens the shares so that they say how often such a guess is right.
 */
export type Model = { intents: readonly Intent[]; vocabulary: Vocabulary; weights: Float32Array; heat: number };
export type Guess = { intent: Intent; share: number };

/** What a message may want, the likeliest first; the shares of all make one. */
export function guessesOf(model: Model, text: string): Guess[] {
  const shares = sharesOf(scoresOf(model, vectorOf(read(text), model.vocabulary)), model.heat);
  return model.intents.map((intent, at) => ({ intent, share: shares[at] ?? 0 })).toSorted((one, other) => other.share - one.share);
}

export function scoresOf(
  { intents, weights }: { intents: { length: number }; weights: Float32Array },
  { places, values }: Vector
): Float64Array {
  const many = intents.length;
  const scores = Float64Array.from(weights.subarray(weights.length - many));
  for (let index = 0; index < places.length; index += 1) {
    const row = (places[index] ?? 0) * many;
    const value = values[index] ?? 0;
    for (let at = 0; at < many; at += 1) scores[at] = (scores[at] ?? 0) + value * (weights[row + at] ?? 0);
  }
  return scores;
}

/** Softmax. */
export function sharesOf(scores: Float64Array, heat = 1): Float64Array {
  const most = scores.reduce((one, other) => Math.max(one, other), -Infinity);
  const shares = scores.map((score) => Math.exp((score - most) / heat));
  const sum = shares.reduce((one, other) => one + other, 0);
  return shares.map((share) => share / sum);
}
