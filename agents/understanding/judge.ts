import { surely } from './gate.ts';
import type { Intent } from './intents.ts';
import type { Guess } from './model.ts';

/** A message, what it is called in its set, and which of our intents are right for it. */
export type Labelled = { text: string; label: string; right: readonly Intent[] };
export type Tally = { n: number; top1: number; top3: number };
/** Shares of one. `gatePrecision`: how often it was right of those that would be acted on; `gateCoverage`: how many these are. */
export type Verdict = Tally & {
  gatePrecision: number;
  gateCoverage: number;
  byIntent: Record<string, Tally & { takenFor: Record<string, number> }>;
};

const TOP = 3;

export function judge(messages: readonly Labelled[], guess: (text: string) => readonly Guess[]): Verdict {
  const judged = messages.map((message) => {
    const guesses = guess(message.text);
    const [best] = guesses;
    const acted = surely(guesses);
    return {
      ...message,
      best: best?.intent,
      top1: best !== undefined && message.right.includes(best.intent),
      top3: guesses.slice(0, TOP).some(({ intent }) => message.right.includes(intent)),
      acted: acted !== undefined,
      actedRightly: acted !== undefined && message.right.includes(acted)
    };
  });
  const acted = judged.filter((one) => one.acted);
  const labels = [...new Set(judged.map(({ label }) => label))].toSorted();
  return {
    ...tally(judged),
    gatePrecision: share(acted, ({ actedRightly }) => actedRightly),
    gateCoverage: share(judged, (one) => one.acted),
    byIntent: Object.fromEntries(
      labels.map((label) => {
        const these = judged.filter((one) => one.label === label);
        return [label, { ...tally(these), takenFor: counted(these.filter(({ top1 }) => !top1).map(({ best }) => best ?? 'nothing')) }];
      })
    )
  };
}

const tally = (judged: readonly { top1: boolean; top3: boolean }[]): Tally => ({
  n: judged.length,
  top1: share(judged, ({ top1 }) => top1),
  top3: share(judged, ({ top3 }) => top3)
});

function share<T>(list: readonly T[], holds: (one: T) => boolean): number {
  return list.length === 0 ? 0 : Math.round((list.filter(holds).length / list.length) * 10_000) / 10_000;
}

/** How often each comes, the most frequent first. */
function counted(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, one], [, other]) => other - one));
}
