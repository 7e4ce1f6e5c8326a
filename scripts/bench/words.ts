import { isMet, isSound, type Figure, type Goal, type Head, type Section, type Tail } from './report.ts';

/** A report as lines for a terminal: head first, a section when it is done, and the end. */
export function headLines({ at, commit, clean, options, machine, versions, settings }: Head): string[] {
  const { fsyncMs, othersBefore, cores, model, memoryGB } = machine;
  const asked = `${options.rounds} rounds of ${options.seconds} s${options.quick ? ', quick: small worlds, figures mean little' : ''}`;
  return [
    `benchmark  ${at}, commit ${commit}${clean ? '' : ' with changes'}, ${asked}`,
    `machine    ${cores} × ${model}, ${memoryGB} GB`,
    `fsync      ${inDigits(fsyncMs)} ms (median of 200 fdatasync)`,
    `others     ${coresInWords(othersBefore)} in the second before`,
    `versions   ${pairs(versions)}`,
    `settings   ${pairs(settings)}`
  ];
}

export function sectionLines({ name, title, figures, remarks }: Section): string[] {
  return ['', `${name}: ${title}`, ...figureLines(figures), ...remarks.map((remark) => `  ${remark}`)];
}

/** One line each, names and values under each other. */
export function figureLines(figures: Figure[]): string[] {
  const names = Math.max(...figures.map((figure) => figure.name.length));
  const values = Math.max(...figures.map((figure) => valueInWords(figure).length));
  return figures.map((figure) => {
    const rest = [goalInWords(figure), figure.samples && `n = ${figure.samples}`, figure.note].filter(Boolean).join('; ');
    return `  ${figure.name.padEnd(names)}  ${valueInWords(figure).padStart(values)}  ${rest}`.trimEnd();
  });
}

export function tailLines(tail: Tail): string[] {
  const { othersDuring, failures, broken } = tail;
  return [
    '',
    `others     ${coresInWords(othersDuring)} while we measured`,
    `failures   ${failures.count}`,
    ...failures.first.map((words) => `           ${words}`),
    `books      ${broken.length === 0 ? 'balanced: db/invariants.sql is empty' : 'BROKEN'}`,
    ...broken.map((words) => `           ${words}`),
    ...(isSound(tail) ? [] : ['A fast wrong run is a failure: none of these figures count.'])
  ];
}

export function valueInWords({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  return `${inDigits(value)} ${unit}`.trimEnd();
}

function goalInWords(figure: Figure): string {
  if (!figure.goal) return '';
  return `goal ${boundInWords(figure.goal)}: ${isMet(figure) ? 'met' : 'MISSED'}`;
}

export const boundInWords = (goal: Goal): string => ('atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`);

/** Three digits say enough. */
export function inDigits(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return Number(value.toPrecision(value >= 1_000 ? 4 : 3)).toLocaleString('en');
}

export const coresInWords = (cores: number | null): string => (cores === null ? 'unknown here' : `${inDigits(cores)} cores`);

const pairs = (record: Record<string, string>): string =>
  Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
