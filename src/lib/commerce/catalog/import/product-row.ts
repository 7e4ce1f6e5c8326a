import { OPTION_COLUMNS, type ProductColumn } from './product-columns.ts';
import type { Verdict } from './cell-values.ts';
import type { FileMoney } from './file-money.ts';
import type { Finding, IssueLog, Place } from './import-issue.ts';
import type { ProductHeader } from './product-header.ts';

/** What all rows of a file have in common. */
export type ProductSheet = { header: ProductHeader; money: FileMoney; log: IssueLog };

/** One row under its header. A column that is absent reads as undefined, a blank cell as an empty string. */
export class ProductRow {
  readonly sheet: ProductSheet;
  readonly place: Place;
  private readonly cells: string[];
  /** The product it belongs to, for the log. */
  readonly product: string;

  constructor(sheet: ProductSheet, row: { place: Place; cells: string[]; product: string }) {
    this.sheet = sheet;
    this.place = row.place;
    this.cells = row.cells;
    this.product = row.product;
  }

  /** The cell as it came. HTML keeps its spaces, everything else is read trimmed. */
  raw(column: ProductColumn): string | undefined {
    const at = this.sheet.header.at[column];
    return at === undefined ? undefined : this.cell(at);
  }

  text(column: ProductColumn): string | undefined {
    return this.raw(column)?.trim();
  }

  filled(column: ProductColumn): boolean {
    return (this.text(column) ?? '') !== '';
  }

  cell(at: number): string {
    return this.cells[at] ?? '';
  }

  /** Option values without the blanks after the last one. */
  options(which: 'name' | 'value' | 'linked'): string[] {
    const all = OPTION_COLUMNS.map((columns) => this.text(columns[which]) ?? '');
    return all.slice(0, all.findLastIndex((one) => one !== '') + 1);
  }

  /** Undefined for an absent column and, with an error in the log, for a cell that cannot be understood. */
  read<T>(column: ProductColumn, understand: (text: string) => Verdict<T>, whenBlank: T): T | undefined {
    const at = this.sheet.header.at[column];
    return at === undefined ? undefined : this.readAt(at, understand, whenBlank);
  }

  readAt<T>(at: number, understand: (text: string) => Verdict<T>, whenBlank: T): T | undefined {
    const text = this.cell(at).trim();
    if (text === '') return whenBlank;
    const verdict = understand(text);
    if ('right' in verdict) return verdict.right;
    this.error({ code: verdict.wrong, message: verdict.message, column: this.nameAt(at), value: text });
    return undefined;
  }

  error(finding: Omit<Finding, 'place' | 'product'>): void {
    this.sheet.log.error({ ...finding, place: this.place, product: this.product });
  }

  warn(finding: Omit<Finding, 'place' | 'product'>): void {
    this.sheet.log.warn({ ...finding, place: this.place, product: this.product });
  }

  name(column: ProductColumn): string {
    return this.sheet.header.names[column] ?? '';
  }

  private nameAt(at: number): string {
    const { header } = this.sheet;
    const column = Object.entries(header.at).find(([, place]) => place === at)?.[0] as ProductColumn | undefined;
    if (column) return this.name(column);
    const market = header.markets.find((columns) => columns.price === at || columns.compareAt === at);
    return market ? `${market.price === at ? 'Price' : 'Compare At Price'} / ${market.market.name}` : '';
  }
}

/** Leaves out what is undefined: an absent field is not a field that is set to nothing. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
