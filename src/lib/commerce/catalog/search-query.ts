import { foldWords } from './fold.ts';
import { takePriceWords, type PriceRange } from './price-words.ts';
import { synonymsOf } from './synonyms.ts';
import { latinSpellings } from './transliterate.ts';

/** One word that was typed, and everything that would satisfy it: each alternative is a list of words that must all be there. */
export type SearchToken = { word: string; spellings: string[]; alternatives: string[][] };

/** What somebody looks for, understood. `text` is what was typed, for showing; without tokens only the price was said. */
export type SearchQuery = { text: string; tokens: SearchToken[]; price: PriceRange };

const MAX_LENGTH = 120;
const MAX_TOKENS = 8;
const EMPTY_WORDS = new Set(
  'a an and the for of in on with to my me i is are some any show find buy want need please ke ka ki ko wala wali se hai liye mein aur के का की को वाला वाली और में لیے کا کی کے اور'.split(
    ' '
  )
);

/** Reads what was typed. Never refuses: what cannot be read is looked for as it stands, or nothing is. */
export function parseSearch(typed: string): SearchQuery {
  const text = typed
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .trim();
  const { rest, ...price } = takePriceWords(text);
  const words = [...new Set(foldWords(rest).split(' '))].filter((word) => word !== '');
  const meaningful = words.filter((word) => !EMPTY_WORDS.has(word));
  const kept = (meaningful.length > 0 ? meaningful : words).slice(0, MAX_TOKENS);
  return { text, tokens: kept.map(tokenOf), price };
}

/** The condition in PostgreSQL's own language: every word, each by its beginning. Undefined when there is no word. */
export function matchAll({ tokens }: Pick<SearchQuery, 'tokens'>): string | undefined {
  return tokens.length === 0 ? undefined : tokens.map(({ alternatives }) => any(alternatives)).join(' & ');
}

/** What one word alone asks for. */
export const matchWord = ({ alternatives }: SearchToken): string => any(alternatives);

/** Only what was typed itself, for telling the nearest matches first. */
export function matchLiterally({ tokens }: Pick<SearchQuery, 'tokens'>): string | undefined {
  return tokens.length === 0
    ? undefined
    : tokens.map(({ spellings }) => any(spellings.flatMap((one) => [[one], ...singular(one)]))).join(' & ');
}

/** The same words with two neighbouring letters swapped: "lmap". Trigrams do not see through that in short words. */
export function swapsOf(word: string): string[] {
  const letters = Array.from(word);
  if (letters.length < 4 || letters.length > 9) return [];
  const swapped = letters.slice(1).map((letter, place) => {
    const other = letters.with(place, letter);
    other[place + 1] = letters[place] ?? '';
    return other.join('');
  });
  return [...new Set(swapped)].filter((other) => other !== word);
}

function tokenOf(word: string): SearchToken {
  const spellings = [word, ...latinSpellings(word)];
  const meant = spellings.flatMap((one) => [[one], ...singular(one), ...synonymsOf(one).map((phrase) => phrase.split(' '))]);
  return { word, spellings, alternatives: uniquePhrases(meant) };
}

/** "plates" finds the plate; as beginnings are matched, "plate" finds the plates by itself. */
function singular(word: string): string[][] {
  if (word.length > 4 && /[a-z](?:ch|sh|s|x)es$/.test(word)) return [[word.slice(0, -2)]];
  return word.length > 3 && /[a-rt-z]s$/.test(word) ? [[word.slice(0, -1)]] : [];
}

function uniquePhrases(phrases: string[][]): string[][] {
  return [...new Map(phrases.map((phrase) => [phrase.join(' '), phrase])).values()];
}

// Words hold letters, marks and digits only, so a quote can never be part of one.
const any = (alternatives: string[][]): string =>
  `(${alternatives.map((words) => words.map((word) => `'${word}':*`).join(' & ')).join(' | ')})`;
