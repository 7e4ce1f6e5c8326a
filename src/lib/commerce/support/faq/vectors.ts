import { faqWords } from './faq-words.ts';

/** What a text consists of, by how much each part counts. */
export type Vector = Map<string, number>;

const PAIR = 0.3;
const LETTERS = 0.15;
const LETTERS_IN = 4;

/** Words, pairs of them, and letters in fours, by which a slip of the keyboard is near what was meant. `meaning`: how much more a word that stands for others says. */
export function partsOf(text: string, { weight = 1, meaning = 1 } = {}): Vector {
  const into: Vector = new Map();
  const words = faqWords(text);
  const add = (part: string, counts: number) => into.set(part, Math.max(into.get(part) ?? 0, counts * weight));
  words.forEach((word, at) => {
    add(word, word.startsWith('=') ? meaning : 1);
    const next = words[at + 1];
    if (next !== undefined) add(`${word} ${next}`, PAIR);
    if (word.startsWith('=')) return;
    const letters = `<${word}>`;
    for (let from = 0; from + LETTERS_IN <= letters.length; from += 1) add(`~${letters.slice(from, from + LETTERS_IN)}`, LETTERS);
  });
  return into;
}

/** All of them as one; what stands in several counts as where it counts most. */
export function joined(vectors: readonly Vector[]): Vector {
  const all: Vector = new Map();
  for (const vector of vectors) for (const [part, counts] of vector) all.set(part, Math.max(all.get(part) ?? 0, counts));
  return all;
}

/** How rare each part is among some texts: what stands in all of them tells none apart. `rarest`: that of what stands in one. */
export type Rarities = { of: ReadonlyMap<string, number>; rarest: number };

export function raritiesOf(texts: readonly Vector[]): Rarities {
  const seen = new Map<string, number>();
  for (const text of texts) for (const part of text.keys()) seen.set(part, (seen.get(part) ?? 0) + 1);
  const rarity = (times: number): number => Math.log(1 + texts.length / times);
  return { of: new Map([...seen].map(([part, times]) => [part, rarity(times)])), rarest: rarity(1) };
}

/** Weighed by rarity and of length one. What no text has counts as the rarest: a question about something else is near to none. */
export function weighed(text: Vector, { of: rarities, rarest }: Rarities): Vector {
  const all = [...text].map(([part, counts]) => [part, counts * (rarities.get(part) ?? rarest)] as const);
  const length = Math.sqrt(all.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
  return new Map(all.map(([part, value]) => [part, value / length]));
}

export function nearness(one: Vector, other: Vector): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [part, value] of few) sum += value * (many.get(part) ?? 0);
  return sum;
}
