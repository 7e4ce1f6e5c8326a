import { SECTIONS } from './options.ts';
import { boundInWords, coresInWords, inDigits, valueInWords } from './words.ts';
import { isMet, isSound, type AuditReport, type BenchReport, type Figure, type Section } from './report.ts';

const NEVER = 'Nothing has been measured yet: `npm run bench -- --save`.';
const NEVER_AUDITED = 'Nothing has been measured yet: `npm run lighthouse -- --save`, on a quiet machine.';

type Kept<Report> = { file: string; report: Report };

/**
 * The page of the documentation, made from kept reports, the newest first; nobody writes a figure by hand. `file` is where one is kept. What the newest did not measure
 * stands as it was measured last.
 */
export function resultsPage(kept: readonly Kept<BenchReport>[], audited: Kept<AuditReport> | undefined): string {
  const [newest] = kept;
  const lines = [
    ...INTRODUCTION,
    ...(newest ? [...resultLines(newest), ...sectionsOf(kept)] : [NEVER]),
    ...ON_A_PHONE,
    ...(audited ? auditLines(audited) : [NEVER_AUDITED])
  ];
  return `${lines.join('\n')}\n`;
}

const INTRODUCTION = [
  '# Benchmarks',
  '',
  '`npm run bench` measures the shop against ceilings of the same job: the least that the same work costs on the same machine at the same',
  'moment, in turn (A-B-A-B), medians. Compare ratios, never figures of different days or machines. It makes a PostgreSQL of its own that',
  'waits for its disk, fills it, starts the built shop as anyone does, counts only right answers, and fails when the books do not balance.',
  '',
  '```',
  'npm run bench -- --only purchase,orders,pages,live,carts,hot,sourcing,outage,peak,eta,policy,returns,support-timing,sign-in-timing,growth  some',
  'npm run bench -- --quick                                    whether it works; its figures mean little',
  'npm run bench -- --rounds 5 --seconds 15                    longer: what a quiet night allows',
  'npm run bench -- --json                                     one JSON object and nothing else on the output',
  'npm run bench -- --save                                     kept under bench/, and this page made anew',
  'npm run lighthouse -- --rounds 5 --save                     Lighthouse on a phone: home, listing, product, checkout',
  '```',
  ''
];

const ON_A_PHONE = [
  '',
  '## On a phone',
  'Lighthouse with its usual phone (4 times slower) and its usual line (1.6 Mbit/s, 150 ms), by simulation from a run on this machine: what',
  'else the machine does counts fourfold, so only a quiet one says something. The checkout is not for search engines and says so',
  '(`noindex`), for which Lighthouse takes points off: nothing is asked of it there.',
  ''
];

function auditLines({ file, report }: Kept<AuditReport>): string[] {
  const { at, commit, clean, rounds, othersBefore, pages } = report;
  return [
    `Measured ${at.slice(0, 16).replace('T', ' ')} UTC at commit \`${commit}\`${clean ? '' : ' with changes'}, medians of ${rounds} runs; other ` +
      `programs used ${coresInWords(othersBefore)} in the second before. All of it: [${file}](../${file}).`,
    ...pages.flatMap(({ name, figures }) => ['', `### ${capital(name)}`, '', ...table(figures)])
  ];
}

function resultLines({ file, report }: Kept<BenchReport>): string[] {
  const { at, commit, clean, options, machine, versions, settings, othersDuring, failures, broken } = report;
  return [
    `Measured ${at.slice(0, 16).replace('T', ' ')} UTC at commit \`${commit}\`${clean ? '' : ' with changes'}, ${options.rounds} rounds of ` +
      `${options.seconds} s${options.quick ? ', **quick: figures mean little**' : ''}. All of it: [${file}](../${file}).`,
    '',
    `- ${machine.cores} × ${machine.model}, ${machine.memoryGB} GB; one fdatasync ${inDigits(machine.fsyncMs)} ms; other programs used ` +
      `${coresInWords(machine.othersBefore)} before and ${coresInWords(othersDuring)} meanwhile.`,
    `- Node ${versions['node'] ?? '?'}, PostgreSQL ${versions['postgres'] ?? '?'}; ${Object.entries(settings)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}.`,
    `- ${failures.count} failures; ${broken.length === 0 ? 'all books balanced' : `**${broken.length} books broken**`}` +
      `${isSound(report) ? '' : ': none of this counts'}.`
  ];
}

/** Each by the newest that has it. A quick run, or one whose books are wrong, only says something about itself. */
function sectionsOf(kept: readonly Kept<BenchReport>[]): string[] {
  const counted = kept.filter(({ report }, at) => at === 0 || (isSound(report) && !report.options.quick));
  return SECTIONS.flatMap((name) => {
    const from = counted.find(({ report }) => report.sections.some((section) => section.name === name));
    const section = from?.report.sections.find((one) => one.name === name);
    return from && section ? sectionLines(section, from === kept[0] ? [] : [earlier(from)]) : [];
  });
}

const earlier = ({ file, report: { at, commit } }: Kept<BenchReport>): string =>
  `Measured ${at.slice(0, 16).replace('T', ' ')} UTC at commit \`${commit}\`: [${file}](../${file}).`;

function sectionLines({ name, title, figures, remarks }: Section, when: string[]): string[] {
  return [
    '',
    `## ${capital(name)}`,
    `${capital(title)}.`,
    ...when,
    '',
    ...table(figures),
    ...(remarks.length === 0 ? [] : ['', ...remarks.map((remark) => `- ${cell(remark)}`)])
  ];
}

const table = (figures: Figure[]): string[] => ['| | measured | goal | |', '| --- | ---: | --- | --- |', ...figures.map(row)];

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

function row(figure: Figure): string {
  const { name, goal, samples, note } = figure;
  const bound = goal ? `${boundInWords(goal)} ${isMet(figure) ? 'met' : '**missed**'}` : '';
  const rest = [samples === undefined ? '' : `n = ${samples.toLocaleString('en')}`, note ?? ''].filter((words) => words !== '').join('; ');
  return `| ${cell(name)} | ${valueInWords(figure)} | ${bound} | ${cell(rest)} |`;
}

/** A bar would end the cell. */
const cell = (words: string): string => words.replaceAll('|', '\\|');
