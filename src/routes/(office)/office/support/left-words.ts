import type { Due } from '#lib/commerce/support/ticket.ts';

const MINUTE_MS = 60_000;
const VERBS = { answer: 'Answer', solve: 'Solve' };

/** "Answer in 12 min", "Solve in 3 h", "Answer late by 2 days". */
export function leftWords({ what, dueAt }: Pick<Due, 'what' | 'dueAt'>, now: number): { text: string; isLate: boolean } {
  const leftMs = dueAt.getTime() - now;
  const isLate = leftMs < 0;
  return { text: `${VERBS[what]} ${isLate ? 'late by' : 'in'} ${spanWords(Math.abs(leftMs) / 1000)}`, isLate };
}

/** How long it is, in the largest unit that says it: "40 s", "12 min", "3 h", "2 days". */
export function spanWords(seconds: number): string {
  const minutes = (seconds * 1000) / MINUTE_MS;
  if (minutes < 1) return `${Math.round(seconds)} s`;
  if (minutes < 60) return `${Math.floor(minutes)} min`;
  if (minutes < 60 * 48) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 60 / 24)} days`;
}
