import type { SourceRecord } from './source-record.ts';
import { draftProduct, type RowGroup } from './draft-product.ts';
import { fitHandle } from './handle.ts';
import type { ProductDraft } from './product-draft.ts';
import { ProductRow, type ProductSheet } from './product-row.ts';
import { cellsFit } from './record-shape.ts';

/** Gathers the rows of each product, together or apart, and drafts the products in the order of their first rows. */
export function productRows(sheet: ProductSheet): { take: (record: SourceRecord) => void; drafts: () => ProductDraft[] } {
  const groups = new Map<string, RowGroup>();

  function take(record: SourceRecord): void {
    if (record.cells.every((cell) => cell.trim() === '')) return;
    const probe = new ProductRow(sheet, { ...record, product: '' });
    const key = keyOf(probe);
    const row = new ProductRow(sheet, { ...record, product: key });
    if (!cellsFit(record, sheet.header.width, { product: key, log: sheet.log })) return;
    if (key === NAMELESS) {
      row.error({
        code: 'orphan_variant',
        column: row.name('handle'),
        message: 'The row has neither handle nor title; give it the handle of its product.'
      });
      return;
    }
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { key, handle: handleOf(row), rows: [row] });
  }

  return { take, drafts: () => Array.from(groups.values(), draftProduct) };
}

const NAMELESS = '(no handle)';

function keyOf(row: ProductRow): string {
  const handle = fitHandle(row.text('handle') ?? '');
  if (handle !== '') return handle;
  return row.filled('title') ? `${NAMELESS} ${row.place.record}` : NAMELESS;
}

function handleOf(row: ProductRow): string {
  const written = row.text('handle') ?? '';
  const handle = fitHandle(written);
  if (handle !== written) {
    const message =
      handle === '' ? 'No address can be made of this handle; the title gives one.' : `The address of the product becomes ${handle}.`;
    row.warn({ code: 'made_handle', column: row.name('handle'), value: written, message });
  }
  return handle;
}
