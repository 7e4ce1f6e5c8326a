import { detectCsvFormat, type Format } from './detect-format.ts';
import { canBePaid, noRate, type FileMoney } from './file-money.ts';
import { FileFault, FILE, IssueLog } from './import-issue.ts';
import type { InventoryDraft, KnownNode } from './inventory-draft.ts';
import { readInventoryHeader } from './inventory-header.ts';
import { inventoryRows } from './inventory-rows.ts';
import type { Market } from './markets.ts';
import type { ProductDraft } from './product-draft.ts';
import { readProductHeader } from './product-header.ts';
import { productRows } from './product-rows.ts';
import { saleorProducts } from './saleor-products.ts';
import type { SourceRecord } from './source-record.ts';
import { readSpreeHeader, spreeRows } from './spree-rows.ts';

export type ParseOptions = { format?: Format | undefined; money: FileMoney; markets: readonly Market[]; nodes: readonly KnownNode[] };

/** All a file says, and all that is wrong with it before anybody looks at the shop. */
export type ParsedCatalog = { format: Format; log: IssueLog } & ({ products: ProductDraft[] } | { inventory: InventoryDraft[] });

type Rows<Draft> = { take: (record: SourceRecord) => void; drafts: () => Draft[] };

/** Reads the records of a CSV to the end; a fault in the file becomes one error in the log. */
export async function parseCsv(records: AsyncIterable<SourceRecord>, options: ParseOptions): Promise<ParsedCatalog> {
  const log = new IssueLog();
  let format: Format = options.format ?? 'shopify-products';
  let rows: Rows<ProductDraft> | Rows<InventoryDraft> | undefined;
  try {
    let isFirst = true;
    for await (const record of records) {
      if (isFirst) {
        format = options.format ?? detectCsvFormat(record.cells, options.nodes);
        rows = openRows(format, record.cells, { ...options, log });
        isFirst = false;
      } else rows?.take(record);
      if (!rows) break;
    }
    if (isFirst) log.error({ place: FILE, code: 'no_header', message: 'The file is empty; its first line must name the columns.' });
  } catch (fault) {
    return faulty(format, fault, log);
  }
  return drafted(format, rows, log);
}

/** Reads the document of another shop system. */
export function parseJson(text: string, options: ParseOptions): ParsedCatalog {
  const log = new IssueLog();
  try {
    // PostgreSQL keeps every character but this one, which no text has any use for.
    if (text.includes('\\u0000'))
      throw new FileFault('unreadable', 'The file holds a NUL character (\\u0000) in one of its texts; remove it.');
    return { format: 'saleor', log, products: saleorProducts(JSON.parse(text), { ...options, log }) };
  } catch (fault) {
    const isSyntax = fault instanceof SyntaxError;
    return faulty('saleor', isSyntax ? new FileFault('unreadable', `The file is no JSON document: ${fault.message}.`) : fault, log);
  }
}

/** A file that could not even be opened as text. */
export function faultyFile(fault: FileFault, format: Format = 'shopify-products'): ParsedCatalog {
  return faulty(format, fault, new IssueLog());
}

/** Nothing is made of a file that cannot be read to its end. One that is no text at all has that one error only. */
function faulty(format: Format, fault: unknown, log: IssueLog): ParsedCatalog {
  if (!(fault instanceof FileFault)) throw fault;
  const kept = fault.code === 'bad_encoding' ? new IssueLog() : log;
  kept.error({ place: fault.place, code: fault.code, message: fault.message });
  return drafted(format, undefined, kept);
}

function openRows(format: Format, cells: string[], { money, markets, nodes, log }: ParseOptions & { log: IssueLog }) {
  if (format === 'shopify-inventory') {
    const header = readInventoryHeader(cells, nodes, log);
    return header && inventoryRows({ header, nodes, log });
  }
  if (format === 'spree') {
    const header = readSpreeHeader(cells, log);
    return header && spreeRows({ header, money, log });
  }
  const header = readProductHeader(cells, markets, log);
  if (header && !isPayable(money, log)) return undefined;
  return header && productRows({ header, money, log });
}

/** One clear error for a whole file in a foreign currency, in place of one for each of its amounts. */
function isPayable(money: FileMoney, log: IssueLog): boolean {
  if (canBePaid(money.currency, money)) return true;
  log.error({ place: FILE, code: 'no_rate', value: money.currency, message: noRate([money.currency], money) });
  return false;
}

function drafted(format: Format, rows: Rows<ProductDraft> | Rows<InventoryDraft> | undefined, log: IssueLog): ParsedCatalog {
  const drafts = rows?.drafts() ?? [];
  return format === 'shopify-inventory'
    ? { format, log, inventory: drafts as InventoryDraft[] }
    : { format, log, products: drafts as ProductDraft[] };
}
