import type { ImportReport } from './import-report.ts';
import type { Issue } from './import-issue.ts';

const SHOWN_CHANGES = 40;
const SHOWN_ISSUES = 60;

/** A report for people: what happened or would happen, what is wrong and where, in this order of interest. */
export function reportText(report: ImportReport): string {
  return [headline(report), ...issueLines(report), ...changeLines(report), ...shortageLines(report), ...skippedLines(report)].join('\n');
}

function headline({ file, format, outcome, counts, importId }: ImportReport): string {
  const { created, updated, unchanged, shelves, errors, warnings } = counts;
  const found = `${errors} errors, ${warnings} warnings`;
  if (outcome === 'refused') return `${file} (${format}): nothing was changed. ${found}.`;
  const done = `${created} created, ${updated} updated, ${unchanged} unchanged, ${shelves} shelves counted`;
  const said = outcome === 'dry-run' ? `would be ${done}. Nothing was changed` : `${done}. Import ${importId}`;
  return `${file} (${format}): ${said}. ${found}.`;
}

function issueLines({ issues, counts }: ImportReport): string[] {
  // Errors first: they are what keeps the file out.
  const ordered = [...issues.filter(({ severity }) => severity === 'error'), ...issues.filter(({ severity }) => severity === 'warning')];
  const hidden = counts.errors + counts.warnings - Math.min(ordered.length, SHOWN_ISSUES);
  return [...ordered.slice(0, SHOWN_ISSUES).map(issueLine), ...more(hidden, 'errors and warnings')];
}

function issueLine({ record, line, column, code, severity, value, message }: Issue): string {
  const where = line === 0 ? `record ${record}` : `record ${record}, line ${line}`;
  const what = [column, value === '' ? '' : JSON.stringify(value)].filter((part) => part !== '').join(' ');
  return `  ${severity} ${code} at ${where}${what === '' ? '' : `, ${what}`}: ${message}`;
}

function changeLines({ records }: ImportReport): string[] {
  const lines = records.flatMap(({ name, outcome, changes }) => {
    if (outcome === 'created') return [`  ${name}: new`];
    return changes.map(({ what, from, to }) => `  ${name}: ${what}: ${shown(from)} → ${shown(to)}`);
  });
  return [...lines.slice(0, SHOWN_CHANGES), ...more(lines.length - SHOWN_CHANGES, 'changes')];
}

function shown(value: string): string {
  const flat = value.replaceAll(/\s+/g, ' ');
  return flat === '' ? 'nothing' : flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
}

function shortageLines({ shortages }: ImportReport): string[] {
  return shortages.map(({ name, short, orders }) => {
    const waiting = orders.length === 0 ? 'no order yet' : orders.join(', ');
    return `  ${name}: ${short} more promised than there are; waiting: ${waiting}`;
  });
}

function skippedLines({ skipped }: ImportReport): string[] {
  return skipped.length === 0 ? [] : [`  left out because of their errors: ${skipped.join(', ')}`];
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`  … and ${count} more ${what}; --json has them`] : [];
}
