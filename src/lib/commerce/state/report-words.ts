import type { StateReport } from './state-report.ts';

const SHOWN_ISSUES = 60;
const SHOWN_CHANGES = 40;
const SHOWN_SHORTAGES = 20;

/** A report for people: what happened or would happen, what is wrong and where, in this order of interest. */
export function stateReportText(report: StateReport): string {
  return [headline(report), ...countLines(report), ...issueLines(report), ...changeLines(report), ...shortageLines(report)].join('\n');
}

function headline({ file, outcome, lines, errors, warnings, importId }: StateReport): string {
  const found = `${lines} lines, ${errors} errors, ${warnings} warnings`;
  if (outcome === 'refused') return `${file}: nothing was changed. ${found}.`;
  return outcome === 'dry-run'
    ? `${file}: could go in; nothing was changed. ${found}.`
    : `${file}: is in, as import ${importId}. ${found}.`;
}

function countLines({ counts, outcome }: StateReport): string[] {
  if (outcome === 'refused') return [];
  return Object.entries(counts).map(
    ([type, { created, corrected, unchanged, kept }]) =>
      `  ${type}: ${created} created, ${corrected} corrected, ${unchanged} unchanged, ${kept} kept as they are here`
  );
}

function issueLines({ issues, errors, warnings }: StateReport): string[] {
  // Errors first: they are what keeps the file out.
  const ordered = issues.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.line - b.line).slice(0, SHOWN_ISSUES);
  const lines = ordered.map(({ line, record, pointer, code, severity, value, message }) => {
    const what = [record, pointer, value === '' ? '' : JSON.stringify(value)].filter((part) => part !== '').join(' ');
    return `  ${severity} ${code} in line ${line}${what === '' ? '' : `, ${what}`}: ${message}`;
  });
  return [...lines, ...more(errors + warnings - ordered.length, 'errors and warnings')];
}

function changeLines({ changes, changed }: StateReport): string[] {
  const lines = changes
    .slice(0, SHOWN_CHANGES)
    .map(({ record, pointer, ours, theirs }) => `  ${record} ${pointer}: ${shown(ours)} → ${shown(theirs)}`);
  return [...lines, ...more(changed - lines.length, 'differences')];
}

function shortageLines({ shortages, short }: StateReport): string[] {
  const lines = shortages
    .slice(0, SHOWN_SHORTAGES)
    .map(({ nodeId, variantId, short: units }) => `  short: ${units} of ${variantId} at ${nodeId}`);
  return [...lines, ...more(short - lines.length, 'shortages')];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const more = (count: number, what: string): string[] => (count > 0 ? [`  … and ${count} more ${what}; --json has more of them`] : []);
