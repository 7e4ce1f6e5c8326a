import { isVariantHeader } from './product-columns.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';
import type { ProductRow } from './product-row.ts';

export type VariantRow = { row: ProductRow; variant: VariantDraft };
type Column = { at: number; name: string };
type Rows = { head: ProductRow | undefined; variantRows: VariantRow[]; rows: ProductRow[] };

/**
 * Cells of columns without a field of their own. They belong to the product, unless the column speaks of variants or
 * further variants fill it too; then each row keeps its own. An export can so give every cell back where it stood.
 */
export function settleAttributes(draft: ProductDraft, rows: Rows): void {
  const kept = new Set([...rows.variantRows.map(({ row }) => row), rows.head]);
  for (const column of rows.rows[0]?.sheet.header.attributes ?? []) {
    settleColumn(draft, rows, column);
    for (const row of rows.rows.filter((one) => !kept.has(one))) warnOfLostCell(row, column);
  }
}

function settleColumn(draft: ProductDraft, { head, variantRows }: Rows, { at, name }: Column): void {
  const isShared = !variantRows.some(({ row }) => row !== head && row.cell(at).trim() !== '');
  if (!isShared || isVariantHeader(name)) {
    for (const { row, variant } of variantRows) variant.attributes[name] = row.cell(at).trim();
    if (head && !isShared) draft.attributes[name] = '';
  } else if (head) {
    draft.attributes[name] = head.cell(at).trim();
    // Their cells are blank, and that clears what they may have.
    for (const { row, variant } of variantRows) if (row !== head) variant.attributes[name] = '';
  }
}

function warnOfLostCell(row: ProductRow, { at, name }: Column): void {
  const value = row.cell(at).trim();
  if (value !== '')
    row.warn({
      code: 'ignored_value',
      column: name,
      value,
      message: 'A row of a picture has no place for this cell; put it on the row of a variant.'
    });
}
