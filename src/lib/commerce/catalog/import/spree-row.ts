import type { Verdict } from './cell-values.ts';
import { fitHandle } from './handle.ts';
import type { Finding, IssueLog, Place } from './import-issue.ts';
import type { SourceRecord } from './source-record.ts';

export class SpreeRow {
  readonly place: Place;
  readonly slug: string;
  private readonly at: Map<string, number>;
  private readonly cells: string[];
  readonly log: IssueLog;

  constructor({ at }: { at: Map<string, number> }, { place, cells }: SourceRecord, log: IssueLog) {
    this.at = at;
    this.cells = cells;
    this.log = log;
    this.place = place;
    this.slug = fitHandle(this.text('slug'));
  }

  text(column: string): string {
    const at = this.at.get(column);
    return at === undefined ? '' : (this.cells[at] ?? '').trim();
  }

  /** The filled cells of numbered columns, in order: option1_value, option2_value … */
  numbered(before: string, after: string): string[] {
    const all = Array.from({ length: 9 }, (_, place) => this.text(`${before}${place + 1}${after}`));
    return all.filter((text) => text !== '');
  }

  has(column: string): boolean {
    return this.at.has(column);
  }

  read<T>(column: string, understand: (text: string) => Verdict<T>): T | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const verdict = understand(text);
    if ('right' in verdict) return verdict.right;
    this.error({ code: verdict.wrong, message: verdict.message, column, value: text });
    return undefined;
  }

  error(finding: Omit<Finding, 'place' | 'product'>): void {
    this.log.error({ ...finding, place: this.place, product: this.slug });
  }

  warn(finding: Omit<Finding, 'place' | 'product'>): void {
    this.log.warn({ ...finding, place: this.place, product: this.slug });
  }
}
