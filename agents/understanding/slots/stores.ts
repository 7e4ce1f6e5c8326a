/** A store by the names that people have for it. */
export type NamedStore = { id: string; name: string; city: string };

/** The stores that a message names, by name first and by their city else; a slip of one letter in a name of six or more is forgiven. */
export function storesIn(text: string, stores: readonly NamedStore[]): string[] {
  const words = wordsOf(text);
  const named = stores.filter(({ name }) => holds(words, wordsOf(name)));
  if (named.length > 0) return named.map(({ id }) => id);
  return stores
    .filter(
      ({ city }) => holds(words, wordsOf(city)) || (otherCities[city.toLowerCase()] ?? []).some((other) => holds(words, wordsOf(other)))
    )
    .map(({ id }) => id);
}

const otherCities: Record<string, readonly string[]> = {
  bengaluru: ['bangalore', 'blr', 'bengalore', 'banglore'],
  mumbai: ['bombay'],
  'new delhi': ['delhi'],
  gurugram: ['gurgaon'],
  chennai: ['madras'],
  kolkata: ['calcutta'],
  pune: ['poona'],
  'new york': ['nyc']
};
const FORGIVEN_FROM = 6;

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function holds(words: readonly string[], name: readonly string[]): boolean {
  return (
    words.some((_, at) => name.every((word, index) => near(words[at + index] ?? '', word))) ||
    words.some((word) => name.length > 1 && near(word, name.join('')))
  );
}

/** The same but for one letter that is wrong, missing, too much, or two that changed places. */
function near(said: string, word: string): boolean {
  if (said === word) return true;
  if (word.length < FORGIVEN_FROM || Math.abs(said.length - word.length) > 1) return false;
  let from = 0;
  while (from < said.length && said[from] === word[from]) from += 1;
  let till = 0;
  while (till < Math.min(said.length, word.length) - from && said.at(-1 - till) === word.at(-1 - till)) till += 1;
  const [one, other] = [said.slice(from, said.length - till), word.slice(from, word.length - till)];
  return Math.max(one.length, other.length) <= 1 || (one.length === 2 && one === Array.from(other).toReversed().join(''));
}
