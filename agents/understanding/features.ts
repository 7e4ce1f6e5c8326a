import { conceptsOf } from './concepts.ts';
import { wishOf, wordsOf } from './words.ts';

/** What a message consists of, in kinds; each kind has the same say however many there are of it. */
export type Features = { words: string[]; pairs: string[]; letters: string[]; concepts: string[]; frames: string[] };

const SHORTEST = 3;
const LONGEST = 5;
/** The wish stands in the first words; a long story after it would only blur it. */
const MOST_WORDS = 60;

export function featuresOf(text: string): Features {
  const words = wishOf(wordsOf(text)).slice(0, MOST_WORDS);
  return {
    words: [...words, ...lengthOf(words)],
    pairs: pairsOf(['^', ...words, '$']),
    letters: lettersOf(words),
    concepts: conceptsIn(words),
    frames: framesOf(words)
  };
}

/** One word alone is another thing than the same word in a sentence. */
const lengthOf = (words: readonly string[]): string[] => (words.length <= 2 ? [`#${words.length}`] : []);

const pairsOf = (words: readonly string[]): string[] => words.slice(1).map((word, index) => `${words[index]} ${word}`);

function lettersOf(words: readonly string[]): string[] {
  const found: string[] = [];
  for (const word of words) {
    const letters = Array.from(`<${word}>`);
    for (let size = SHORTEST; size <= LONGEST; size += 1) {
      for (let at = 0; at + size <= letters.length; at += 1) found.push(letters.slice(at, at + size).join(''));
    }
  }
  return found;
}

/** Each concept, and those that meet in one message. */
function conceptsIn(words: readonly string[]): string[] {
  const found = [...new Set(words.flatMap(conceptsOf))].toSorted();
  return [...found, ...found.flatMap((one, index) => found.slice(index + 1).map((other) => `${one}${other}`))];
}

/** The message with each thing said as what it is: `price of lamp` and `cost of rugs` are one frame. */
function framesOf(words: readonly string[]): string[] {
  const said = ['^', ...words.map((word) => conceptsOf(word)[0] ?? word), '$'];
  const frames = pairsOf(said);
  for (let at = 2; at < said.length; at += 1) frames.push(`${said[at - 2]} ${said[at - 1]} ${said[at]}`, `${said[at - 2]} _ ${said[at]}`);
  return frames;
}
