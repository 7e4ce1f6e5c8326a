import { INVENTORY_COLUMNS, inventoryColumnName, type InventoryColumn } from '../import/inventory-columns.ts';
import { ONLY_NAME, ONLY_VALUE } from '../import/merge-options.ts';
import { csvLine, spreadsheetSafe } from './csv-text.ts';

/** One shelf with what identifies it. */
export type ShelfRow = {
  handle: string;
  title: string;
  optionNames: string[];
  options: string[];
  sku: string | null;
  hsCode: string;
  origin: string;
  location: string;
  bin: string | null;
  unavailable: number;
  /** Promised to orders and held for carts. */
  committed: number;
  available: number;
  onHand: number;
};

export const INVENTORY_HEADER = csvLine(INVENTORY_COLUMNS.map(inventoryColumnName));

/** The row of one shelf. The new value is left blank: whoever fills it in asks for a change, all others ask for none. */
export function inventoryLine(row: ShelfRow, options: { spreadsheetSafe?: boolean } = {}): string {
  const cells = cellsOf(row);
  const line = INVENTORY_COLUMNS.map((column) => cells[column] ?? '');
  return csvLine(options.spreadsheetSafe ? line.map(spreadsheetSafe) : line);
}

function cellsOf(row: ShelfRow): Partial<Record<InventoryColumn, string>> {
  const [name1 = ONLY_NAME, name2 = '', name3 = ''] = row.optionNames;
  const [value1 = ONLY_VALUE, value2 = '', value3 = ''] = row.options;
  return {
    handle: row.handle,
    title: row.title,
    option1Name: name1,
    option1Value: value1,
    option2Name: name2,
    option2Value: value2,
    option3Name: name3,
    option3Value: value3,
    sku: row.sku ?? '',
    hsCode: row.hsCode,
    origin: row.origin,
    location: row.location,
    bin: row.bin ?? '',
    incoming: '0',
    unavailable: String(row.unavailable),
    committed: String(row.committed),
    available: String(row.available),
    onHandCurrent: String(row.onHand)
  };
}
