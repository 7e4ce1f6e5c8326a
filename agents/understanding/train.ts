import { drawsFrom, type Draw } from '#lib/kernel/draws.ts';
import type { Intent } from './intents.ts';
import { scoresOf, sharesOf, type Model } from './model.ts';
import { read, vectorOf, type Read, type Vector, type Vocabulary } from './vectors.ts';

export type Utterance = { text: string; intent: Intent };
/** An utterance as numbers, and which intent it is. */
type Known = { message: Read; right: number };
type Judged = { scores: Float64Array; right: number };
type Lesson = { vector: Vector; right: number; weight: number };
type Teaching = { rounds: number; step: number; keepSmall: number };

/** Found by leaving parts of the utterances out. */
const TEACHING: Teaching = { rounds: 12, step: 0.15, keepSmall: 2e-5 };
/** What only one utterance says is its own and teaches nothing of others. */
const SEEN_TWICE = 2;
const FOLDS = 3;
/** From this round on the weights only swing about where they belong: their mean is better than any of them. */
const SETTLED = 3;
/** In which order lessons come moves guesses as much as a handful of utterances: the mean of several orders moves less. */
const ORDERS = ['lessons', 'lessons again', 'lessons once more'];
const TOO_LITTLE = 0.002;
/** How much the number that an intent starts with moves, compared with the weight of a feature. */
const STARTS = 0.3;

/** The same utterances make the same model. */
export function train(intents: readonly Intent[], utterances: readonly Utterance[], teaching: Teaching = TEACHING): Model {
  const known = utterances.map(({ text, intent }) => ({ message: read(text), right: intents.indexOf(intent) }));
  return { intents, ...fit(known, intents.length, teaching), heat: heatOf(leftOut(known, intents.length, teaching)) };
}

/** How each utterance is understood by a model that was taught without it. */
function leftOut(known: readonly Known[], many: number, teaching: Teaching = TEACHING): Judged[] {
  const order = shuffled(known, drawsFrom('folds'));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const { vocabulary, weights } = fit(
      order.filter((__, at) => at % FOLDS !== fold),
      many,
      teaching
    );
    const held = order.filter((__, at) => at % FOLDS === fold);
    return held.map(({ message, right }) => ({
      scores: scoresOf({ intents: { length: many }, weights }, vectorOf(message, vocabulary)),
      right
    }));
  }).flat();
}

/** The heat under which the shares of what was left out are likeliest. */
function heatOf(judged: readonly Judged[]): number {
  const tried = Array.from({ length: 40 }, (_, at) => 0.2 + at * 0.05);
  const surprise = (heat: number) => judged.reduce((sum, { scores, right }) => sum - Math.log(sharesOf(scores, heat)[right] || 1e-12), 0);
  return tried.reduce((best, heat) => (surprise(heat) < surprise(best) ? heat : best));
}

function fit(known: readonly Known[], many: number, teaching: Teaching): Pick<Model, 'vocabulary' | 'weights'> {
  const vocabulary = vocabularyOf(known);
  const counts = new Uint32Array(many);
  for (const { right } of known) counts[right] = (counts[right] ?? 0) + 1;
  const usual = known.length / many;
  const lessons = known.map(({ message, right }) => ({
    vector: vectorOf(message, vocabulary),
    right,
    // A wish with many utterances is not wished for more often: it only had more ways to be said.
    weight: Math.sqrt(usual / (counts[right] || 1))
  }));
  const places = vocabulary.weights.length + 1;
  const each = ORDERS.map((order) => descend(lessons, many, { places, order, ...teaching }));
  return {
    vocabulary,
    weights: each[0]?.map((_, at) => each.reduce((sum, weights) => sum + (weights[at] ?? 0), 0) / each.length) ?? new Float32Array()
  };
}

function vocabularyOf(known: readonly Known[]): Vocabulary {
  const seen = new Map<number, number>();
  for (const { message } of known) {
    for (const hash of new Set(message.flatMap(({ hashes }) => hashes))) seen.set(hash, (seen.get(hash) ?? 0) + 1);
  }
  const kept = [...seen].filter(([, times]) => times >= SEEN_TWICE).toSorted(([one], [other]) => one - other);
  return {
    places: new Map(kept.map(([hash], place) => [hash, place])),
    weights: Float32Array.from(kept, ([, times]) => 1 + Math.log(known.length / times))
  };
}

/** Multinomial logistic regression by AdaGrad: each weight steps the less the more it has moved, and is drawn to zero. */
function descend(
  lessons: readonly Lesson[],
  many: number,
  { rounds, step, keepSmall, places, order }: Teaching & { places: number; order: string }
): Float32Array {
  const weights = new Float32Array((places + 1) * many);
  const moved = new Float32Array(weights.length).fill(1e-6);
  const mean = new Float32Array(weights.length);
  const draw = drawsFrom(order);
  const learn = (at: number, slope: number) => {
    const drawn = slope + keepSmall * (weights[at] ?? 0);
    const far = (moved[at] ?? 0) + drawn * drawn;
    moved[at] = far;
    weights[at] = (weights[at] ?? 0) - (step * drawn) / Math.sqrt(far);
  };
  const correct = ({ vector, right, weight }: Lesson, intent: number, share: number) => {
    const wrong = weight * (share - (intent === right ? 1 : 0));
    // Most intents are out of the question soon; what is as good as right teaches nothing.
    if (Math.abs(wrong) < TOO_LITTLE) return;
    vector.places.forEach((place, index) => learn(place * many + intent, wrong * (vector.values[index] ?? 0)));
    learn(places * many + intent, wrong * STARTS);
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const { vector, right, weight } of shuffled(lessons, draw)) {
      const shares = sharesOf(scoresOf({ intents: { length: many }, weights }, vector));
      shares.forEach((share, intent) => correct({ vector, right, weight }, intent, share));
    }
    if (round >= SETTLED) weights.forEach((weight, at) => (mean[at] = (mean[at] ?? 0) + weight / (rounds - SETTLED)));
  }
  return mean;
}

function shuffled<T>(list: readonly T[], draw: Draw): T[] {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(draw() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
