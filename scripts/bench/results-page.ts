import { boundInWords, coresInWords, inDigits, valueInWords } from './words.ts';
import { isMet, isSound, type BenchReport, type Figure, type Section } from './report.ts';

const NEVER = 'Nothing has been measured yet: `npm run bench -- --save`.';

/** The page of the documentation, made from one kept report; nobody writes a figure by hand. `file` is where it is kept. */
export function resultsPage(kept: { file: string; report: BenchReport } | undefined): string {
  return `${[...INTRODUCTION, ...(kept ? resultLines(kept) : [NEVER])].join('\n')}\n`;
}

const INTRODUCTION = [
  '# Benchmarks',
  '',
  '`npm run bench` measures the shop against ceilings of the same job: the least that the same work costs on the same machine at the same',
  'moment, in turn (A-B-A-B), medians. Compare ratios, never figures of different days or machines. It makes a PostgreSQL of its own that',
  'waits for its disk, fills it, starts the built shop as anyone does, counts only right answers, and fails when the books do not balance.',
  '',
  '```',
  'npm run bench -- --only purchase,orders,pages,live,carts,growth   some of it',
  'npm run bench -- --quick                                    whether it works; its figures mean little',
  'npm run bench -- --rounds 5 --seconds 15                    longer: what a quiet night allows',
  'npm run bench -- --json                                     one JSON object and nothing else on the output',
  'npm run bench -- --save                                     kept under bench/, and this page made anew',
  'npm run lighthouse                                          Lighthouse on a phone: home, listing, product, checkout',
  '```',
  ''
];

function resultLines({ file, report }: { file: string; report: BenchReport }): string[] {
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
      `${isSound(report) ? '' : ': none of this counts'}.`,
    ...report.sections.flatMap(sectionLines)
  ];
}

function sectionLines({ name, title, figures, remarks }: Section): string[] {
  return [
    '',
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `${title.charAt(0).toUpperCase()}${title.slice(1)}.`,
    '',
    '| | measured | goal | |',
    '| --- | ---: | --- | --- |',
    ...figures.map(row),
    ...(remarks.length === 0 ? [] : ['', ...remarks.map((remark) => `- ${cell(remark)}`)])
  ];
}

function row(figure: Figure): string {
  const { name, goal, samples, note } = figure;
  const bound = goal ? `${boundInWords(goal)} ${isMet(figure) ? 'met' : '**missed**'}` : '';
  const rest = [samples === undefined ? '' : `n = ${samples.toLocaleString('en')}`, note ?? ''].filter((words) => words !== '').join('; ');
  return `| ${cell(name)} | ${valueInWords(figure)} | ${bound} | ${cell(rest)} |`;
}

/** A bar would end the cell. */
const cell = (words: string): string => words.replaceAll('|', '\\|');
