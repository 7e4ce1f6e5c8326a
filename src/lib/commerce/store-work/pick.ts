import { refuse } from '#lib/kernel/refusal.ts';

/** A line of a parcel as whoever picks it needs it. Codes are as they stand in the catalogue; `bin` says where it lies. */
export type PickLine = {
  id: string;
  variantId: string;
  title: string;
  options: string[];
  sku: string | null;
  barcode: string | null;
  bin: string | null;
  quantity: number;
  picked: number;
};

/** Scanners drop and add the leading zeros of a shorter code. */
const plain = (code: string): string => code.trim().toUpperCase().replace(/^0+/, '');

/**
 * The line that one scanned unit counts for. Refuses `wrong-item` (detail: nothing, or what is wanted instead), and `wrong-count` when all of it
 * was scanned already.
 */
export function lineScanned(lines: readonly PickLine[], code: string): PickLine {
  const asked = plain(code);
  if (asked === '') refuse('invalid', 'scan or type the code of a thing');
  const same = lines.filter(({ sku, barcode }) => [sku, barcode].some((known) => known !== null && plain(known) === asked));
  const open = same.find(({ quantity, picked }) => picked < quantity);
  if (open) return open;
  const [first] = same;
  if (first) refuse('wrong-count', String(same.reduce((sum, { quantity }) => sum + quantity, 0)));
  return refuse('wrong-item');
}

export const isAllPicked = (lines: readonly Pick<PickLine, 'quantity' | 'picked'>[]): boolean =>
  lines.every(({ quantity, picked }) => picked === quantity);

/** The way past the shelves: bins in their order, read as people write them (A2 before A10); what has no bin comes last. */
export function inBinOrder<Line extends { bin: string | null; title: string }>(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => {
    if (a.bin === null || b.bin === null) return Number(a.bin === null) - Number(b.bin === null) || a.title.localeCompare(b.title, 'en');
    return a.bin.localeCompare(b.bin, 'en', { numeric: true }) || a.title.localeCompare(b.title, 'en');
  });
}
