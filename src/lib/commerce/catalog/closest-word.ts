/**
 * The word that was most likely meant: the fewest letters changed, added, left out or swapped with their neighbour; undefined when
 * every candidate is too far away to be more than a guess. Ties go to the earlier candidate.
 */
export function likeliest(typed: string, candidates: readonly string[]): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const word of candidates) {
    const distance = distanceOf(typed, word);
    if (distance <= mostChanges(typed) && distance < (best?.distance ?? Infinity)) best = { word, distance };
  }
  return best?.word;
}

function mostChanges({ length }: string): number {
  if (length < 4) return 0;
  return length < 6 ? 1 : length < 10 ? 2 : 3;
}

/** How many steps lead from one word to the other; a swap of neighbours is one. */
export function distanceOf(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  const table: number[][] = [];
  for (let row = 0; row <= a.length; row += 1) {
    const cells: number[] = [];
    table.push(cells);
    for (let column = 0; column <= b.length; column += 1)
      cells.push(row * column === 0 ? row + column : cheapestStep(table, [a, row], [b, column]));
  }
  return table[a.length]?.[b.length] ?? 0;
}

function cheapestStep(table: number[][], [a, row]: [string[], number], [b, column]: [string[], number]): number {
  const at = (up: number, left: number): number => table[row - up]?.[column - left] ?? Infinity;
  const isSame = a[row - 1] === b[column - 1];
  const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + (isSame ? 0 : 1), isSwap ? at(2, 2) + 1 : Infinity);
}
