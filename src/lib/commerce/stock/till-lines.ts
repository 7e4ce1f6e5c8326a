import { MAX_LINES, MAX_QUANTITY } from '../cart/cart.ts';
import type { Wanted } from './counter-sale.ts';

/**
 * What lies on the counter, kept in the address of the page as `line=VARIANT.QUANTITY`: it survives reload and works without script.
 * Whatever is no line is left out, and no line grows past what may be sold.
 */
export function linesIn(params: URLSearchParams): Wanted[] {
  return params.getAll('line').reduce<Wanted[]>((lines, text) => {
    const [, variantId, quantity] = LINE.exec(text) ?? [];
    return variantId ? withMore(lines, variantId.toLowerCase(), Number(quantity)) : lines;
  }, []);
}

const LINE = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([1-9]\d?)$/i;

/** The query that says these lines; empty when there are none. */
export function queryOf(lines: Wanted[]): string {
  return lines.map(({ variantId, quantity }) => `line=${variantId}.${quantity}`).join('&');
}

/** One more of it, or several, or fewer: a line that comes to nothing is gone. */
export function withMore(lines: Wanted[], variantId: string, by: number): Wanted[] {
  const known = lines.find((line) => line.variantId === variantId);
  if (!known) return by > 0 && lines.length < MAX_LINES ? [...lines, { variantId, quantity: Math.min(by, MAX_QUANTITY) }] : lines;
  const quantity = Math.min(MAX_QUANTITY, known.quantity + by);
  return quantity < 1 ? without(lines, variantId) : lines.map((line) => (line === known ? { ...line, quantity } : line));
}

export function without(lines: Wanted[], variantId: string): Wanted[] {
  return lines.filter((line) => line.variantId !== variantId);
}

/** `3 x 8901234567894` asks for three of a code; a bare code or a word for one. */
export function readScan(text: string): { quantity: number; code: string } {
  const [, times, code] = /^\s*([1-9]\d?)\s*[x*×]\s*(\S.*)$/i.exec(text) ?? [];
  return code === undefined ? { quantity: 1, code: text.trim() } : { quantity: Number(times), code: code.trim() };
}

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);

const MOST_WORDS = 6;
