/** From so many letters on another letter is a slip, and not another word. */
const SWAPPED_FROM = 7;

/** Whether a word was meant where one letter is missing, typed twice or another, or two changed places. A letter too much is mostly another word. */
export function isSlip(said: string, word: string): boolean {
  if (Math.abs(said.length - word.length) > 1) return false;
  const { before, one, other } = difference(said, word);
  if (one.length + other.length === 1) return one === '' || one === before;
  if (one.length === 2) return one === Array.from(other).toReversed().join('');
  return one.length === 1 && other.length === 1 && word.length >= SWAPPED_FROM;
}

/** What is different between what both begin and end with; `before`: the letter in front of it. */
function difference(said: string, word: string): { before: string | undefined; one: string; other: string } {
  let from = 0;
  while (from < said.length && said[from] === word[from]) from += 1;
  let till = 0;
  while (till < Math.min(said.length, word.length) - from && said.at(-1 - till) === word.at(-1 - till)) till += 1;
  return { before: said[from - 1], one: said.slice(from, said.length - till), other: word.slice(from, word.length - till) };
}
