import type { Notice } from '../webhook-queue.ts';
import type { Draws } from './draws.ts';

/** What carriers really do to us, on demand: the same news twice, and news in another order than it happened. */
export type Mischief = { twice?: boolean; shuffled?: boolean };

export function withMischief(notices: readonly Notice[], { twice = false, shuffled = false }: Mischief, draws: Draws): Notice[] {
  const posted = twice ? notices.flatMap((notice) => [notice, notice]) : [...notices];
  if (!shuffled) return posted;
  const times = posted.map((notice) => notice.dueAt);
  const order = posted.map((notice, index) => ({ notice, rank: draws(`shuffle ${index}`) })).toSorted((a, b) => a.rank - b.rank);
  return order.map(({ notice }, index) => ({ ...notice, dueAt: times[index] ?? notice.dueAt }));
}
