import { columnName, folded, isKnownAttribute, PRODUCT_COLUMNS, VARIANT_COLUMNS, type ProductColumn } from './product-columns.ts';
import { duplicatedHeaders } from './header-cells.ts';
import { FILE, type IssueLog } from './import-issue.ts';
import { findMarket, type Market } from './markets.ts';

type MarketColumns = { market: Market; price?: number; compareAt?: number };

/** Which cell of a row means what. */
export type ProductHeader = {
  width: number;
  at: Partial<Record<ProductColumn, number>>;
  /** As the file spells them, for messages. */
  names: Partial<Record<ProductColumn, string>>;
  attributes: { at: number; name: string }[];
  markets: MarketColumns[];
};

const MEANINGS = new Map<string, ProductColumn>(
  PRODUCT_COLUMNS.flatMap((column) => ([2, 3] as const).map((generation) => [folded(columnName(column, generation)), column] as const))
);

/** Reads the first record. Undefined when no row below it could be understood; the log then says why. */
export function readProductHeader(cells: string[], known: readonly Market[], log: IssueLog): ProductHeader | undefined {
  const header: ProductHeader = { width: cells.length, at: {}, names: {}, attributes: [], markets: [] };
  const strange = new Set<string>();
  for (const [at, cell] of cells.entries()) {
    const name = cell.trim();
    if (name !== '') place(header, { at, name }, { known, strange, log });
  }
  const before = log.errors;
  refuseDuplicates(cells, header, log);
  refuseGaps(cells, header, log);
  warnOfMarkets(strange, known, log);
  return log.errors > before ? undefined : header;
}

type Cell = { at: number; name: string };
type Surroundings = { known: readonly Market[]; strange: Set<string>; log: IssueLog };

function place(header: ProductHeader, cell: Cell, around: Surroundings): void {
  const column = MEANINGS.get(folded(cell.name));
  if (column) return placeColumn(header, column, cell, around.log);
  if (placeMarket(header, cell, around)) return;
  header.attributes.push(cell);
  if (isKnownAttribute(cell.name) || /^(included|price|compare[ -]at price) \//i.test(cell.name)) return;
  around.log.warn({
    place: FILE,
    code: 'unknown_column',
    column: cell.name,
    message: 'We do not know this column; its cells are kept with the product and come back with the next export.'
  });
}

function placeColumn(header: ProductHeader, column: ProductColumn, { at, name }: Cell, log: IssueLog): void {
  const before = header.names[column];
  if (before !== undefined && folded(before) !== folded(name)) {
    log.error({
      place: FILE,
      code: 'mixed_header',
      column: name,
      message: `"${before}" and "${name}" mean the same; keep the column of one template only.`
    });
  }
  header.at[column] ??= at;
  header.names[column] ??= name;
}

function placeMarket(header: ProductHeader, { at, name }: Cell, { known, strange }: Surroundings): boolean {
  const found = /^(included|price|compare[ -]at price) \/ (.+)$/i.exec(name);
  if (!found) return false;
  const [, what = '', marketName = ''] = found;
  const market = findMarket(known, marketName);
  if (!market) strange.add(marketName.trim());
  if (!market || what.toLowerCase() === 'included') return false;
  const columns = header.markets.find((one) => one.market.name === market.name) ?? added(header, market);
  if (what.toLowerCase() === 'price') columns.price ??= at;
  else columns.compareAt ??= at;
  return true;
}

function added(header: ProductHeader, market: Market): MarketColumns {
  const columns: MarketColumns = { market };
  header.markets.push(columns);
  return columns;
}

function refuseDuplicates(cells: string[], header: ProductHeader, log: IssueLog): void {
  if (header.at.handle === undefined && header.at.title === undefined) {
    const found = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const message = `The first line must name the columns, Handle and Title among them; found: ${found.slice(0, 12).join(', ') || 'nothing'}.`;
    log.error({ place: FILE, code: 'no_header', message });
  }
  for (const name of duplicatedHeaders(cells)) {
    log.error({ place: FILE, code: 'duplicate_header', column: name, message: `The column "${name}" is there twice; remove one.` });
  }
}

function refuseGaps(cells: string[], { at }: ProductHeader, log: IssueLog): void {
  if (at.handle !== undefined && at.title === undefined) {
    log.error({ place: FILE, code: 'missing_title', column: 'Title', message: 'The file needs a Title column beside the handle.' });
  }
  const fourth = cells.find((cell) => /^option([4-9]|\d\d+) (name|value)$/.test(folded(cell)));
  if (fourth !== undefined) {
    log.error({
      place: FILE,
      code: 'bad_options',
      column: fourth.trim(),
      message: 'A product has at most three options; remove this column.'
    });
  }
  const variantColumn = VARIANT_COLUMNS.find((column) => at[column] !== undefined);
  if (variantColumn && (at.option1Name === undefined || at.option1Value === undefined)) {
    const message =
      'Columns of variants need the columns Option1 Name and Option1 Value; write Title and Default Title for a product of one form.';
    log.error({ place: FILE, code: 'bad_options', column: cells[at[variantColumn] ?? 0]?.trim() ?? '', message });
  }
}

function warnOfMarkets(strange: Set<string>, known: readonly Market[], log: IssueLog): void {
  for (const name of strange) {
    const message = `We do not sell in "${name}": its columns are kept but set no price. Known are ${known.map((market) => market.name).join(', ')}.`;
    log.warn({ place: FILE, code: 'unknown_market', column: name, value: name, message });
  }
}
