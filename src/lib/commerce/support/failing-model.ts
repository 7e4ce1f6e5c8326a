/** How a model of somebody else's has been failing since it last answered. `restsUntil`: so long nobody is kept waiting for it. */
export type FailingModel = { failures: number; since: Date; why: string; restsUntil: Date | null };

/** So many turns in a row, within so long, and it is let rest. */
export const FAILURES = 3;
export const WINDOW_MS = 10 * 60_000;
/** After so long one turn tries it again. */
export const REST_MS = 60_000;
/** Longer than that turn can wait for it; if nothing was heard of it until then, it died, and another one tries. */
export const TRY_MS = 20_000;

/** Whether a turn asks it: all do, none does, or one alone tries whether it answers again. */
export type Asked = 'ask' | 'rest' | 'try';

export function askedAt(failing: FailingModel | undefined, at: Date): Asked {
  const { restsUntil = null } = failing ?? {};
  if (restsUntil === null) return 'ask';
  return restsUntil > at ? 'rest' : 'try';
}

/** One turn tries it: until that is over it rests for all others. */
export const triedUntil = (at: Date): Date => new Date(at.getTime() + TRY_MS);

/** After it has failed once more. Of failures long ago none counts; one that rests goes on resting, whoever asked it. */
export function failedAgain(before: FailingModel | undefined, why: string, at: Date): FailingModel {
  const counts = before !== undefined && (before.restsUntil !== null || at.getTime() - before.since.getTime() < WINDOW_MS);
  const failures = counts ? before.failures + 1 : 1;
  const restsUntil = failures >= FAILURES ? new Date(at.getTime() + REST_MS) : null;
  return { failures, since: counts ? before.since : at, why, restsUntil };
}
