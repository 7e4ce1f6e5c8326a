import type { Format } from './detect-format.ts';
import type { Issue, IssueLog } from './import-issue.ts';
import type { Change, Outcome } from './planned-product.ts';

/** What an import did, or would do. */
export type ImportReport = {
  file: string;
  checksum: string;
  format: Format;
  /** `refused`: something was wrong and nothing was written. */
  outcome: 'applied' | 'dry-run' | 'refused';
  /** The run that everything it touched points at; null when nothing was written. */
  importId: string | null;
  counts: ImportCounts;
  records: ImportedRecord[];
  /** Products left out because of their errors, by handle. */
  skipped: string[];
  /** Shelves where more is promised than would be there, and the orders that wait for it. */
  shortages: Shortage[];
  /** The first thousand; `counts` has them all. */
  issues: (Issue & { file: string })[];
};

type ImportCounts = Record<Outcome, number> & { skipped: number; errors: number; warnings: number; shelves: number };
type ImportedRecord = { record: number; name: string; outcome: Outcome; changes: Change[] };
export type Shortage = { name: string; nodeId: string; short: number; orders: string[] };

export type ImportFile = { name: string; checksum: string; format: Format };
export type ImportMode = { dryRun: boolean; skipBad: boolean };

/** Whether a file may go in: as a whole, or without the products that are wrong. */
export function mayGoIn(log: IssueLog, { skipBad }: ImportMode): boolean {
  return skipBad ? !log.fileSpoiled : log.errors === 0;
}

type Done = { records: ImportedRecord[]; shelves: number; shortages: Shortage[]; importId: string | null };

export function importReport(file: ImportFile, mode: ImportMode, { log, ...done }: Done & { log: IssueLog }): ImportReport {
  const goesIn = mayGoIn(log, mode);
  const skipped = mode.skipBad ? [...log.spoiled].toSorted() : [];
  const counted = (outcome: Outcome) => done.records.filter((record) => record.outcome === outcome).length;
  return {
    file: file.name,
    checksum: file.checksum,
    format: file.format,
    outcome: !goesIn ? 'refused' : mode.dryRun ? 'dry-run' : 'applied',
    importId: goesIn && !mode.dryRun ? done.importId : null,
    counts: {
      created: counted('created'),
      updated: counted('updated'),
      unchanged: counted('unchanged'),
      skipped: skipped.length,
      errors: log.errors,
      warnings: log.warnings,
      shelves: done.shelves
    },
    records: done.records,
    skipped,
    shortages: done.shortages,
    issues: log.issues.map((issue) => ({ file: file.name, ...issue }))
  };
}
