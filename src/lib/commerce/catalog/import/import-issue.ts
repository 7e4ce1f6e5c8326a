/** What can be wrong with a file. Published in docs/import.md; a code never changes its meaning. */
export type IssueCode =
  // the file as a whole
  | 'bad_encoding'
  | 'unreadable'
  | 'unclosed_quote'
  | 'bad_quote'
  | 'no_header'
  | 'duplicate_header'
  | 'mixed_header'
  | 'no_rate'
  | 'unknown_column'
  | 'unknown_market'
  // rows and cells
  | 'ragged_row'
  | 'ignored_row'
  | 'ignored_value'
  | 'bad_number'
  | 'bad_quantity'
  | 'bad_value'
  | 'negative'
  | 'too_precise'
  // products
  | 'missing_title'
  | 'orphan_variant'
  | 'made_handle'
  | 'duplicate_variant'
  | 'duplicate_sku'
  | 'bad_options'
  | 'bad_check_digit'
  | 'bad_image'
  | 'html_cleaned'
  | 'compare_at_below_price'
  | 'missing_price'
  // inventory
  | 'unknown_handle'
  | 'unknown_options'
  | 'unknown_location'
  | 'sku_mismatch'
  | 'duplicate_row'
  | 'negative_on_hand'
  | 'stale_row'
  | 'in_use';

export type Severity = 'error' | 'warning';

/** Where a record stands: `record` as a spreadsheet numbers it (header 1, first data record 2), `line` as a text editor does. */
export type Place = { record: number; line: number };

export type Issue = Place & {
  column: string;
  code: IssueCode;
  severity: Severity;
  value: string;
  /** One plain sentence on what to do about it. */
  message: string;
};

/** What an issue is about: a cell, with the product it spoils. No product means it spoils the file. */
export type Finding = { place: Place; code: IssueCode; message: string; column?: string; value?: string; product?: string | undefined };

export const FILE: Place = { record: 1, line: 1 };

const KEPT = 1_000;
const SHOWN = 60;

/** Collects everything that is wrong: the first thousand in words, all of them in numbers. */
export class IssueLog {
  readonly issues: Issue[] = [];
  readonly spoiled = new Set<string>();
  errors = 0;
  warnings = 0;
  /** An error that no product can be blamed for: nothing of the file may go in. */
  fileSpoiled = false;

  /** To go on from, while this one stays as it is: a transaction may have to be run again. */
  copy(): IssueLog {
    const copy = new IssueLog();
    copy.issues.push(...this.issues);
    for (const product of this.spoiled) copy.spoiled.add(product);
    return Object.assign(copy, { errors: this.errors, warnings: this.warnings, fileSpoiled: this.fileSpoiled });
  }

  error(finding: Finding): void {
    this.errors += 1;
    if (finding.product === undefined) this.fileSpoiled = true;
    else this.spoiled.add(finding.product);
    this.keep(finding, 'error');
  }

  warn(finding: Finding): void {
    this.warnings += 1;
    this.keep(finding, 'warning');
  }

  private keep({ place, code, message, column = '', value = '' }: Finding, severity: Severity): void {
    if (this.issues.length < KEPT) this.issues.push({ ...place, column, code, severity, value: shortened(value), message });
  }
}

function shortened(value: string): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  return flat.length > SHOWN ? `${flat.slice(0, SHOWN - 1)}…` : flat;
}

/** Ends the reading of a file: what comes after cannot be trusted. */
export class FileFault extends Error {
  override name = 'FileFault';
  readonly code: IssueCode;
  readonly place: Place;
  constructor(code: IssueCode, message: string, place: Place = FILE) {
    super(message);
    this.code = code;
    this.place = place;
  }
}
