/** Where one sentence ends and the next begins; a point within a number or a name is no end. */
const END = /(?<=[.!?।:]["”’)]?)\s+|\n+/gu;

/** A text in sentences, each with the space after it: put together they are the text. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(END)) {
    const to = match.index + match[0].length;
    if (to > from) sentences.push(text.slice(from, to));
    from = to;
  }
  return from < text.length ? [...sentences, text.slice(from)] : sentences;
}
