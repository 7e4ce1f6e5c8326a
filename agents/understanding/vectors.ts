import { featuresOf, type Features } from './features.ts';

/** Where each feature stands, by its hash, and how telling it is. */
export type Vocabulary = { places: ReadonlyMap<number, number>; weights: Float32Array };
/** What of a message is known, by place. The last place is the share of its words that nobody taught. */
export type Vector = { places: Uint32Array; values: Float32Array };

const kinds = ['words', 'pairs', 'letters', 'concepts', 'frames'] as const;
/** How much each kind has to say, found by leaving parts of the utterances out. */
const STRANGERS_SAY = 1;
const SAY: Record<keyof Features, number> = { words: 1.2, pairs: 0.7, letters: 1, concepts: 0.9, frames: 0.5 };

/** A feature as a number (FNV-1a), so that a model keeps no text. */
function hashOf(kind: string, feature: string): number {
  let hash = 0x811c9dc5;
  for (const text of [kind, feature]) {
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  return hash >>> 0;
}

/** What a message consists of, as numbers. */
export type Read = { kind: keyof Features; hashes: number[] }[];

export function read(text: string): Read {
  const features = featuresOf(text);
  return kinds.map((kind) => ({ kind, hashes: features[kind].map((feature) => hashOf(kind, feature)) }));
}

export function vectorOf(message: Read, vocabulary: Vocabulary): Vector {
  const places: number[] = [];
  const values: number[] = [];
  for (const { kind, hashes } of message) {
    const { said, strangers } = saidOf(hashes, vocabulary);
    const length = Math.hypot(...said.map(({ value }) => value)) || 1;
    for (const { place, value } of said) {
      places.push(place);
      values.push((SAY[kind] * value) / length);
    }
    if (kind === 'words' && hashes.length > 0) {
      places.push(vocabulary.weights.length);
      values.push((STRANGERS_SAY * strangers) / hashes.length);
    }
  }
  return { places: Uint32Array.from(places), values: Float32Array.from(values) };
}

function saidOf(hashes: readonly number[], { places, weights }: Vocabulary) {
  const counts = new Map<number, number>();
  let strangers = 0;
  for (const hash of hashes) {
    const place = places.get(hash);
    if (place === undefined) strangers += 1;
    else counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return { strangers, said: [...counts].map(([place, count]) => ({ place, value: (1 + Math.log(count)) * (weights[place] ?? 0) })) };
}
