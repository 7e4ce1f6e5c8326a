import type { InventoryColumn } from './inventory-columns.ts';
import { quantity } from './cell-values.ts';
import { fitHandle } from './handle.ts';
import type { Finding, IssueLog } from './import-issue.ts';
import type { InventoryDraft, KnownNode, StockWish } from './inventory-draft.ts';
import { findNode, type InventoryHeader } from './inventory-header.ts';
import { given } from './product-row.ts';
import { cellsFit } from './record-shape.ts';
import type { SourceRecord } from './source-record.ts';

export type InventorySheet = { header: InventoryHeader; nodes: readonly KnownNode[]; log: IssueLog };

/** Reads the rows of an inventory file: each becomes one draft, or one for each location when those are columns. */
export function inventoryRows(sheet: InventorySheet): { take: (record: SourceRecord) => void; drafts: () => InventoryDraft[] } {
  const drafts: InventoryDraft[] = [];

  function take(record: SourceRecord): void {
    if (record.cells.every((cell) => cell.trim() === '')) return;
    const row = inventoryRow(sheet, record);
    if (!cellsFit(record, sheet.header.width, { product: row.key, log: sheet.log })) return;
    if (row.key === '') {
      row.error({ code: 'unknown_handle', column: 'Handle', message: 'The row has no handle; say which product it counts.' });
      return;
    }
    drafts.push(...(sheet.header.locations.length > 0 ? perLocation(sheet, row) : atLocation(sheet, row)));
  }

  return { take, drafts: () => drafts };
}

type Row = ReturnType<typeof inventoryRow>;

function inventoryRow({ header, log }: InventorySheet, { place, cells }: SourceRecord) {
  const text = (column: InventoryColumn): string | undefined => {
    const at = header.at[column];
    return at === undefined ? undefined : (cells[at] ?? '').trim();
  };
  const key = fitHandle(text('handle') ?? '');
  return {
    place,
    key,
    text,
    cell: (at: number) => (cells[at] ?? '').trim(),
    name: (column: InventoryColumn): string => header.names[column] ?? '',
    error: (finding: Omit<Finding, 'place' | 'product'>) => log.error({ ...finding, place, product: key })
  };
}

function atLocation({ header, nodes }: InventorySheet, row: Row): InventoryDraft[] {
  const name = row.text('location') ?? '';
  const node = findNode(nodes, name);
  if (!node) {
    const message = `We have no such location; known are ${nodes.map((one) => one.name).join(', ')}.`;
    row.error({ code: 'unknown_location', column: row.name('location'), value: name, message });
    return [];
  }
  const wish = readOnHand(header, row);
  const bin = row.text('bin');
  return wish ? [{ ...common(row), nodeId: node.id, wish, ...given({ bin: bin === '' ? null : bin }) }] : [];
}

/** The new value, and beside it what was there when the file was made, if the file says so. */
function readOnHand({ at }: InventoryHeader, row: Row): StockWish | undefined {
  if (at.onHandNew === undefined) return readQuantity(row, 'onHand');
  const wish = readQuantity(row, 'onHandNew');
  const was = readQuantity(row, 'onHandCurrent');
  if (wish?.kind !== 'on-hand' || !was || was.kind === 'nothing') return wish;
  return { ...wish, was: was.kind === 'on-hand' ? was.units : 0 };
}

function readQuantity(row: Row, column: InventoryColumn): StockWish | undefined {
  return readWish(row, row.name(column), row.text(column) ?? '', 'on-hand');
}

function perLocation({ header }: InventorySheet, row: Row): InventoryDraft[] {
  return header.locations.flatMap(({ at, name, node }) => {
    const wish = readWish(row, name, row.cell(at), 'available');
    return wish ? [{ ...common(row), nodeId: node.id, wish }] : [];
  });
}

function common(row: Row) {
  const values = (['option1Value', 'option2Value', 'option3Value'] as const).map((column) => row.text(column) ?? '');
  return {
    place: row.place,
    key: row.key,
    handle: row.key,
    options: values.slice(0, values.findLastIndex((value) => value !== '') + 1),
    sku: row.text('sku') ?? '',
    ...given({ hsCode: row.text('hsCode'), origin: row.text('origin') })
  };
}

function readWish(row: Row, column: string, text: string, kind: 'on-hand' | 'available'): StockWish | undefined {
  if (text === '') return { kind: 'nothing' };
  if (text.toLowerCase() === 'not stocked') return { kind: 'not-stocked' };
  const verdict = quantity(text);
  if ('right' in verdict) return { kind, units: verdict.right };
  row.error({ code: verdict.wrong, column, value: text, message: verdict.message });
  return undefined;
}
