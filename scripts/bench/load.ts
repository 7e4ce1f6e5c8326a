import { setTimeout as pause } from 'node:timers/promises';
import type { Tally } from './tally.ts';

export type Load = { done: number; seconds: number; perSecond: number; times: number[] };

type Loop = {
  atOnce: number;
  seconds: number;
  failures: Tally;
  /** The next piece of work; undefined ends the loop before its time. */
  next: () => (() => Promise<void>) | undefined;
};

/** Closed loop: so many callers, each coming again as soon as it was served, until the time is over. Only what went well counts. */
export async function closedLoop({ atOnce, seconds, failures, next }: Loop): Promise<Load> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let work = next(); work && performance.now() < until; work = next()) {
        const start = performance.now();
        try {
          // oxlint-disable-next-line no-await-in-loop -- one caller does one thing after the other
          await work();
          times.push(performance.now() - start);
        } catch (fault) {
          failures.note(fault);
        }
      }
    })
  );
  return loadOf(times, began);
}

type Arrivals = { perSecond: number; seconds: number; failures: Tally; work: () => Promise<number> };

/**
 * Open loop: callers come at fixed times, whether those before them were served or not. `work` answers how long it took; what we
 * were late ourselves is added, so that a server which holds everything up cannot hide it.
 */
export async function openLoop({ perSecond, seconds, failures, work }: Arrivals): Promise<Load> {
  const began = performance.now();
  const times: number[] = [];
  const under: Promise<void>[] = [];
  for (let i = 0; i < Math.max(1, Math.round(perSecond * seconds)); i++) {
    const due = began + (i * 1_000) / perSecond;
    // Each timer is set when its time comes near: thousands of them at the start would make the first ones late.
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (due > performance.now()) await pause(due - performance.now());
    const late = performance.now() - due;
    under.push(work().then((ms) => void times.push(ms + late), failures.note));
  }
  await Promise.all(under);
  return loadOf(times, began);
}

function loadOf(times: number[], began: number): Load {
  const seconds = (performance.now() - began) / 1_000;
  return { done: times.length, seconds, perSecond: times.length / seconds, times };
}
