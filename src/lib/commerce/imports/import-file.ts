import type { ImportReport } from '../catalog/import/import-report.ts';
import type { StateReport } from '../state/state-report.ts';

export const importKinds = ['state', 'catalogue'] as const;
export type ImportKind = (typeof importKinds)[number];

/** So much is taken through a browser; more comes by the command line. */
export const LARGEST_FILE = 128 * 1024 * 1024;
export const TOO_LARGE = 'a file has 128 MB at most here; a larger one is brought in with npm run state:import.';
const LONGEST_NAME = 200;
/** So many findings are shown; all of them are counted. */
const SHOWN = 50;

export type FoundIssue = { line: number; where: string; severity: 'error' | 'warning'; code: string; message: string };
export type FoundCount = { what: string; created: number; changed: number; unchanged: number };

/** What a look at a file found, or what it did when it went in. */
export type ImportFound = {
  outcome: 'dry-run' | 'applied' | 'refused';
  lines: number | null;
  counts: FoundCount[];
  errors: number;
  warnings: number;
  issues: FoundIssue[];
  /** Shelves where more is promised than lies there. */
  short: number;
};

export function foundInState({ outcome, lines, counts, errors, warnings, issues, short }: StateReport): ImportFound {
  return {
    outcome,
    lines,
    counts: Object.entries(counts).map(([what, { created, corrected, unchanged, kept }]) => {
      return { what, created, changed: corrected, unchanged: unchanged + kept };
    }),
    errors,
    warnings,
    issues: mostTelling(
      issues.map(({ line, record, pointer, severity, code, message }) => ({
        line,
        where: [record, pointer].filter(Boolean).join(' '),
        severity,
        code,
        message
      }))
    ),
    short
  };
}

export function foundInCatalog({ outcome, counts, issues, shortages, format }: ImportReport): ImportFound {
  const what = format === 'shopify-inventory' ? 'shelf' : 'product';
  const { created, updated, unchanged, errors, warnings } = counts;
  return {
    outcome,
    lines: null,
    counts: [{ what, created, changed: updated, unchanged }],
    errors,
    warnings,
    issues: mostTelling(issues.map(({ line, column, severity, code, message }) => ({ line, where: column, severity, code, message }))),
    short: shortages.length
  };
}

/** Errors first: they are what keeps the file out. */
const mostTelling = (issues: FoundIssue[]): FoundIssue[] =>
  issues.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.line - b.line).slice(0, SHOWN);

/** A name as its sender's system gave it: the last part, without what no screen can show. */
export function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return (
    last
      .replaceAll(/\p{Cc}/gu, '')
      .trim()
      .slice(0, LONGEST_NAME) || 'file'
  );
}
