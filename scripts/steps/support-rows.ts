import type { Verdict } from '#agents/understanding/judge.ts';
import type { Results } from './vitest-results.ts';

/** One line of the table: what is to be reached, what was, and whether that is enough. Null: it was not measured. */
export type Row = { what: string; goal: string; ours: string; isReached: boolean | null };

/** `firstPieceMs`: until the first words, which mostly are a fixed sentence that says what is looked at; `answerMs`: until the first of the answer itself. */
export type Figures = {
  firstPieceMs: number;
  answerMs: number;
  turnMs: number;
  turnCpuMs: number;
  batchCallsASecond: number;
  answers: number;
  liesThatPass: number;
  personRecall: number;
  personMs: number;
  wishes: number;
};

const share = (part: number): string => part.toFixed(3);
const row = (what: string, goal: string, ours: string, isReached: boolean): Row => ({ what, goal, ours, isReached });
export const unmeasured = (what: string, goal: string, why: string): Row => ({ what, goal, ours: why, isReached: null });

export const yesOrNo = (what: string, goal: string, holds: boolean): Row => row(what, goal, holds ? goal : 'not so', holds);

export function intentRows(
  file: string,
  { n, top1, top3, gatePrecision, gateCoverage }: Verdict,
  goals: { top1: number; top3: number }
): Row[] {
  const of = `${file}, ${n} messages`;
  return [
    row(
      `intent: ${of}`,
      `top 1 ≥ ${share(goals.top1)}, top 3 ≥ ${share(goals.top3)}`,
      `${share(top1)}, ${share(top3)}`,
      top1 >= goals.top1 && top3 >= goals.top3
    ),
    row(
      `acting without asking: ${of}`,
      '≥ 0.950 right at ≥ 0.600',
      `${share(gatePrecision)} at ${share(gateCoverage)}`,
      gatePrecision >= 0.95 && gateCoverage >= 0.6
    )
  ];
}

export const shareRow = (what: string, least: number, { passed, total }: Pick<Results, 'passed' | 'total'>): Row =>
  total === 0
    ? unmeasured(what, `≥ ${share(least)}`, 'nothing was run')
    : row(what, `≥ ${share(least)}`, `${share(passed / total)} of ${total}`, passed / total >= least);

export function figureRows({
  firstPieceMs,
  answerMs,
  turnMs,
  turnCpuMs,
  batchCallsASecond,
  answers,
  liesThatPass,
  personRecall,
  personMs,
  wishes
}: Figures): Row[] {
  const ms = (time: number): string => `${Math.round(time)} ms`;
  return [
    row(
      'grounding: made-up amounts, days, statuses, numbers that are sent',
      `0 in ${answers}`,
      `${liesThatPass} in ${answers}`,
      liesThatPass === 0
    ),
    row('a person, when one is asked for', '≥ 0.950 in one turn', `${share(personRecall)} of ${wishes}`, personRecall >= 0.95),
    row('from those words to the ticket, the slowest', '≤ 1000 ms', ms(personMs), personMs <= 1_000),
    row('20 chats at once: first words (what is looked at), p95', '≤ 300 ms', ms(firstPieceMs), firstPieceMs <= 300),
    // Nothing of it is known before the tools have answered: its goal is that of the turn.
    row('20 chats at once: first words of the answer itself, p95', '≤ 1000 ms', ms(answerMs), answerMs <= 1_000),
    row('20 chats at once: whole turn, p95', '≤ 1000 ms', ms(turnMs), turnMs <= 1_000),
    // What holds on a busy machine too: twenty of them in a second of one processor.
    row('20 chats at once: of a processor, each turn with its message', '≤ 50 ms', ms(turnCpuMs), turnCpuMs <= 50),
    row('support:tool --batch: calls in a second', '≥ 200', `${Math.round(batchCallsASecond)}`, batchCallsASecond >= 200)
  ];
}

export const startRow = ({ ms, cpuMs }: { ms: number; cpuMs: number }): Row =>
  row('the assistant starts', '≤ 3000 ms', `${Math.round(ms)} ms, ${Math.round(cpuMs)} of a processor`, ms <= 3_000);

export const faqRow = ({ n, hit1, hit3 }: { n: number; hit1: number; hit3: number }): Row =>
  row(`FAQ: ${n} unseen questions`, 'hit@1 ≥ 0.800, hit@3 ≥ 0.950', `${share(hit1)}, ${share(hit3)}`, hit1 >= 0.8 && hit3 >= 0.95);

/** What is timed says little on a machine that has other work. */
export const busyWords = (cores: number | null, of: number): string =>
  cores === null ? '' : `While it was timed, other programs used ${cores.toFixed(2)} of ${of} processors.`;

const SAID = new Map<boolean | null, string>([
  [true, 'reached'],
  [false, 'NOT reached'],
  [null, 'not measured']
]);

export function table(rows: readonly Row[]): string {
  const wide = (of: (one: Row) => string): number => Math.max(...rows.map((one) => of(one).length));
  const [what, goal, ours] = [wide((one) => one.what), wide((one) => one.goal), wide((one) => one.ours)];
  return rows
    .map(
      (one) => `${one.what.padEnd(what)}  goal ${one.goal.padEnd(goal)}  ours ${one.ours.padEnd(ours)}  ${SAID.get(one.isReached) ?? ''}`
    )
    .join('\n');
}
