import { folded } from './product-columns.ts';

/** Names that stand in the header more than once, trimmed and without capitals; blank ones are no columns. */
export function duplicatedHeaders(cells: string[]): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const name of cells.map((cell) => cell.trim()).filter((cell) => cell !== '')) {
    if (seen.has(folded(name))) twice.push(name);
    seen.add(folded(name));
  }
  return twice;
}
