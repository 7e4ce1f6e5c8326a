const IDLE = new Set(
  'the a an in of one ones please pls plz it is i want would like take wala wali colour color size okay ok yes then with for'.split(' ')
);
const NTH: readonly RegExp[] = [
  /^(?:the )?(?:first|1st|1)(?: one)?$/,
  /^(?:the )?(?:second|2nd|2)(?: one)?$/,
  /^(?:the )?(?:third|3rd|3)(?: one)?$/
];
const MOST_WORDS = 8;

const wordsIn = (text: string): string[] =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).filter((word) => !IDLE.has(word));

/**
 * Which of the buttons somebody means who pressed one, or typed it: all that it says, some of its words and of no other, or which in the row. Whatever
 * else the words may look like, they are the answer then: `Chalk` is a colour.
 */
export function shownSaid(text: string, shown: readonly string[]): string | undefined {
  const plain = text.trim().toLowerCase();
  const exact = shown.find((one) => one.toLowerCase() === plain);
  if (exact !== undefined) return exact;
  const words = wordsIn(text);
  const fitting = words.length === 0 || words.length > MOST_WORDS ? [] : shown.filter((one) => within(words, wordsIn(one)));
  if (fitting.length > 0) return fitting.length === 1 ? fitting[0] : undefined;
  const at = NTH.findIndex((nth) => nth.test(plain.replace(/[\s.!]+$/, '')));
  return at === -1 ? undefined : shown[at];
}

const within = (words: readonly string[], all: readonly string[]): boolean => words.every((word) => all.includes(word));
