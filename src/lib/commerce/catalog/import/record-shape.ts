import type { IssueLog } from './import-issue.ts';
import type { SourceRecord } from './source-record.ts';

/** Cells that are missing at the end count as blank; more cells than columns make a row that nobody can trust. */
export function cellsFit({ place, cells }: SourceRecord, width: number, to: { product: string; log: IssueLog }): boolean {
  const extra = cells.slice(width).find((cell) => cell.trim() !== '');
  if (extra !== undefined) {
    const message = `The row has ${cells.length} cells under ${width} columns; a comma may lack its quotes.`;
    to.log.error({ place, code: 'ragged_row', value: extra, message, product: to.product });
    return false;
  }
  if (cells.length < width) {
    to.log.warn({
      place,
      code: 'ragged_row',
      message: `The row ends after ${cells.length} of ${width} cells; the missing ones are taken as blank.`,
      product: to.product
    });
  }
  return true;
}
