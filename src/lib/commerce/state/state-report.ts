import type { RecordType } from './state-record.ts';
import { recordName, StateIssueLog, type Spot, type StateIssue } from './state-issue.ts';
import type { Difference } from './record-text.ts';

export type Conflict = 'keep' | 'take' | 'stop';
export type TypeCounts = { created: number; corrected: number; unchanged: number; kept: number };
export type StateChange = Difference & { record: string };
export type StateShortage = { nodeId: string; variantId: string; short: number };

export type StateReport = {
  file: string;
  checksum: string;
  outcome: 'applied' | 'dry-run' | 'refused';
  importId: string;
  lines: number;
  counts: Partial<Record<RecordType, TypeCounts>>;
  errors: number;
  warnings: number;
  issues: StateIssue[];
  changed: number;
  changes: StateChange[];
  shortages: StateShortage[];
  short: number;
};

const SHOWN_CHANGES = 200;
const SHOWN_SHORTAGES = 100;

/** What an import finds and does, counted as it goes; long lists are cut, counts are not. */
export class StateTally {
  readonly log = new StateIssueLog();
  readonly counts: Partial<Record<RecordType, TypeCounts>> = {};
  readonly changes: StateChange[] = [];
  changed = 0;
  lines = 0;
  shortages: StateShortage[] = [];
  short = 0;

  count(type: RecordType, what: keyof TypeCounts, many = 1): void {
    const counts = (this.counts[type] ??= { created: 0, corrected: 0, unchanged: 0, kept: 0 });
    counts[what] += many;
  }

  change(record: string, differences: Difference[]): void {
    this.changed += differences.length;
    for (const difference of differences) if (this.changes.length < SHOWN_CHANGES) this.changes.push({ record, ...difference });
  }

  report(head: Pick<StateReport, 'file' | 'checksum' | 'outcome' | 'importId'>): StateReport {
    const { lines, counts, log, changed, changes, short } = this;
    const { errors, warnings } = log;
    return {
      ...head,
      lines,
      counts,
      errors,
      warnings,
      issues: log.sorted(),
      changed,
      changes,
      shortages: this.shortages.slice(0, SHOWN_SHORTAGES),
      short
    };
  }
}

export const spotOf = (staged: { line: number; type: string; source: string; external_id: string }): Spot => ({
  line: staged.line,
  record: recordName(staged)
});
