/** One after the other, and from the start again. */
export function takingTurns(paths: string[]): () => string {
  let place = 0;
  return () => paths[place++ % paths.length] ?? '/';
}

/** The same, each with something in its address that nobody asked for before: the page is made for this request. */
export function neverTheSame(paths: string[]): () => string {
  const path = takingTurns(paths);
  let place = 0;
  return () => `${path()}?visitor=${place++}`;
}
