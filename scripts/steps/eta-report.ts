import type { Group, Incumbent, Scores } from '#lib/commerce/fulfilment/forecast/scores.ts';

type Report = {
  scores: Scores;
  incumbent: Incumbent | undefined;
  months: Group[];
  lanes: Group[];
  target: number;
  /** Milliseconds since 1970. */
  from: number;
  silent: number;
};

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
const days = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} days`);

/** For people: the figures, beside what the shop of the file promised, then month by month and lane by lane. */
export function etaReport({ scores, incumbent, months, lanes, target, from, silent }: Report): string {
  const line = (name: string, value: string) => `${name.padEnd(26)}${value}`;
  return [
    `${scores.n} orders bought from ${new Date(from).toISOString().slice(0, 10)} on, aiming at ${percent(target)} kept`,
    ...(silent > 0 ? [`${silent} more got no date, because too little was known`] : []),
    '',
    line('kept', percent(scores.onTime)),
    line('  in the worst month', percent(scores.worstMonthOnTime)),
    line('mean promise', days(scores.meanPromiseDays)),
    ...(incumbent
      ? [line('the shop itself', `${percent(incumbent.onTime)} kept, ${days(incumbent.meanPromiseDays)} (${incumbent.n} orders)`)]
      : []),
    line('off at the purchase', `${days(scores.maePurchaseDays)} on average`),
    line('off after the hand-over', `${days(scores.maeHandoverDays)} on average`),
    line('gap of the shares', `${(100 * scores.calibrationGap).toFixed(1)} points on average`),
    line('late ones warned of', percent(scores.warnRecall)),
    line('warnings that were right', percent(scores.warnPrecision)),
    '',
    ...table('month', months),
    '',
    ...table('lane', lanes)
  ].join('\n');
}

function table(name: string, groups: Group[]): string[] {
  const width = Math.max(name.length, ...groups.map((group) => group.name.length)) + 2;
  const row = (cells: string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(width) : cell.padStart(10))).join('');
  return [
    row([name, 'orders', 'kept', 'promise', 'by p50', 'by p90']),
    ...groups.map(({ name: called, n, onTime, meanPromiseDays, by50, by90 }) =>
      row([called, String(n), percent(onTime), `${meanPromiseDays.toFixed(1)} d`, percent(by50), percent(by90)])
    )
  ];
}
