import { intents } from '#agents/understanding/intents.ts';
import type { Verdict } from '#agents/understanding/judge.ts';
import { ACT_FROM } from '#agents/understanding/gate.ts';

const WIDE = 22;
const MOST_NAMED = 3;

/** Our intents, one a line. */
export const intentsList = (): string =>
  Object.entries(intents)
    .map(([name, means]) => `${name.padEnd(WIDE)}${means}`)
    .join('\n');

export function intentsReport({ n, top1, top3, gatePrecision, gateCoverage, byIntent }: Verdict): string {
  return [
    `${n} messages`,
    `right at once ${percent(top1)}, among the first three ${percent(top3)}`,
    `acted on (share of ${ACT_FROM} or more) ${percent(gateCoverage)}, of these right ${percent(gatePrecision)}`,
    '',
    `${'intent'.padEnd(WIDE)}${'n'.padStart(6)}${'top 1'.padStart(9)}${'top 3'.padStart(9)}  taken for`,
    ...Object.entries(byIntent).map(([label, tally]) => {
      const taken = Object.entries(tally.takenFor)
        .slice(0, MOST_NAMED)
        .map(([name, times]) => `${name} ${times}`);
      return `${label.padEnd(WIDE)}${String(tally.n).padStart(6)}${percent(tally.top1).padStart(9)}${percent(tally.top3).padStart(9)}  ${taken.join(', ')}`.trimEnd();
    })
  ].join('\n');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
