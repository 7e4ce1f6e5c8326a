import type { FaqItem } from './faq-item.ts';
import { faqWords } from './faq-words.ts';
import { nearness, joined, partsOf, raritiesOf, weighed, type Rarities, type Vector } from './vectors.ts';

/** `name`: the words of a thing, by one of which a question has to name it. */
type Asked = { alone: readonly Vector[]; together: Vector; name: readonly string[] | null };
export type FaqIndex = { items: readonly FaqItem[]; vectors: readonly Asked[]; rarities: Rarities };
/** `score`: 0 to 1. `told`: how many words of the question the answer knows, and what share of them, by how rare they are. */
export type Found = { item: FaqItem; score: number; told: { words: number; share: number } };

const ANSWER = 0.25;
/** A word of ours (`=refund`) says more of a question than any other in it; found by asking each of our ways of asking for the answer that had lost it. */
const MEANING = 1.8;
/** Where the first is so near, and so much nearer than the second, it is answered with; measured on paraphrases. */
const NEAR = 0.4;
const AHEAD = 1.25;
const TOLD = 0.5;
const FEWEST_TOLD = 2;
const LEAST = 0.08;
const TOGETHER = 0.2;
const COVERED = 0.3;

export function faqIndex(items: readonly FaqItem[]): FaqIndex {
  const asked = items.map(({ question, alsoAsked }) => [question, ...alsoAsked].map((text) => partsOf(text, { meaning: MEANING })));
  const together = items.map(({ answer }, at) => joined([...(asked[at] ?? []), partsOf(answer, { weight: ANSWER, meaning: MEANING })]));
  const rarities = raritiesOf(together);
  const vectors = together.map((all, at) => ({
    alone: (asked[at] ?? []).map((one) => weighed(one, rarities)),
    together: weighed(all, rarities),
    name: nameOf(items[at])
  }));
  return { items, rarities, vectors };
}

/** The nearest first; of two as near the one that comes first. What shares next to nothing with the question is left out. */
export function findAnswers({ items, vectors, rarities }: FaqIndex, question: string, most = 3): Found[] {
  const asked = weighed(partsOf(question, { meaning: MEANING }), rarities);
  const words = new Set(faqWords(question));
  return items
    .map((item, at) => ({ item, score: scoreOf(asked, words, vectors[at]), answer: vectors[at]?.together }))
    .filter(({ score }) => score >= LEAST)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ item, score, answer }) => ({ item, score, told: toldOf(words, { answer, rarities }) }));
}

const nameOf = (item: FaqItem | undefined): readonly string[] | null =>
  item?.source.what === 'product' ? namesIn(item.source.title) : null;

/** By its name up to the comma: in "Thali set, six pieces" the rest names nothing. */
const namesIn = (title: string): string[] => faqWords(title.split(',')[0] ?? '');

export const isNamed = (title: string, words: ReadonlySet<string>): boolean => namesIn(title).some((word) => words.has(word));

/** How near it is to one way of asking, and how much of it stands anywhere in all of them: a long answer is no worse for being long. */
function scoreOf(asked: Vector, words: ReadonlySet<string>, answer: Asked | undefined): number {
  // What is told of one thing answers only who names it.
  if (!answer || (answer.name && !answer.name.some((word) => words.has(word)))) return 0;
  let [had, all] = [0, 0];
  for (const [part, value] of asked) {
    all += value;
    if (answer.together.has(part)) had += value;
  }
  const nearest = Math.max(...answer.alone.map((one) => nearness(asked, one)));
  return COVERED * (all === 0 ? 0 : had / all) + TOGETHER * nearness(asked, answer.together) + (1 - COVERED - TOGETHER) * nearest;
}

function toldOf(words: ReadonlySet<string>, { answer, rarities }: { answer: Vector | undefined; rarities: Rarities }): Found['told'] {
  const rarity = (word: string): number => rarities.of.get(word) ?? rarities.rarest;
  const known = [...words].filter((word) => answer?.has(word));
  const sum = (some: Iterable<string>): number => [...some].reduce((all, word) => all + rarity(word), 0);
  return { words: known.length, share: words.size === 0 ? 0 : sum(known) / sum(words) };
}

/** Whether the first may be given as the answer, without asking which one was meant: a question about something else shares a word with many. */
export function isSure([first, second]: readonly Found[]): boolean {
  if (!first || first.told.words < FEWEST_TOLD || first.told.share < TOLD) return false;
  return first.score >= NEAR && first.score >= AHEAD * (second?.score ?? 0);
}
