/** What can be wrong with a file. Published in docs/state-format.md; a code never changes its meaning. */
export type StateIssueCode =
  // the file as a whole
  | 'bad_encoding'
  | 'empty_file'
  | 'no_header'
  | 'bad_header'
  | 'newer_version'
  | 'cut_off'
  // a line by itself
  | 'line_too_long'
  | 'bad_json'
  | 'unknown_type'
  | 'bad_value'
  | 'too_precise'
  | 'unknown_field'
  | 'card_number'
  | 'bad_check_digit'
  // lines together
  | 'duplicate'
  | 'dangling'
  | 'unknown_line'
  | 'wrong_order'
  // facts against each other
  | 'wrong_currency'
  | 'wrong_total'
  | 'too_many_units'
  | 'too_much_money'
  | 'still_owed'
  | 'out_of_order'
  | 'unknown_state'
  | 'state_differs'
  | 'inferred'
  // the file against the shop
  | 'handle_taken'
  | 'number_taken'
  | 'email_taken'
  | 'conflict';

export type StateIssue = {
  line: number;
  /** Type, source and external id of the record; empty when the line has none that can be read. */
  record: string;
  /** A JSON pointer (RFC 6901) into the line. */
  pointer: string;
  code: StateIssueCode;
  severity: 'error' | 'warning';
  value: string;
  /** One plain sentence on what to do about it. */
  message: string;
};

export type StateFinding = { code: StateIssueCode; message: string; pointer?: string; value?: unknown; isWarning?: boolean };
export type Spot = { line: number; record: string };

const KEPT = 1_000;
const SHOWN = 60;

/** Collects everything that is wrong: the first thousand errors and warnings in words, all of them in numbers. */
export class StateIssueLog {
  readonly issues: StateIssue[] = [];
  errors = 0;
  warnings = 0;

  add({ line, record }: Spot, { code, message, pointer = '', value = '', isWarning = false }: StateFinding): void {
    if (isWarning) this.warnings += 1;
    else this.errors += 1;
    const severity = isWarning ? 'warning' : 'error';
    if (this.issues.length >= KEPT && !(severity === 'error' && this.dropWarning())) return;
    this.issues.push({ line, record, pointer, code, severity, value: shortened(value), message });
  }

  /** Errors keep the file out, so a late one takes the place of a warning. */
  private dropWarning(): boolean {
    const at = this.issues.findLastIndex(({ severity }) => severity === 'warning');
    if (at < 0) return false;
    this.issues.splice(at, 1);
    return true;
  }

  sorted(): StateIssue[] {
    return this.issues.toSorted((a, b) => a.line - b.line);
  }
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length > SHOWN ? `${flat.slice(0, SHOWN - 1)}…` : flat;
}

/** What a person calls a record when they look for it in their file. */
export const recordName = (record: { type: string; source: string; external_id: string }): string =>
  `${record.type} ${record.source}/${record.external_id}`;
