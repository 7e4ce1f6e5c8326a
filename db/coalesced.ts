import type { Db } from './client.ts';

type Waiting<In, Out> = { item: In; resolve: (answer: Out) => void; reject: (fault: unknown) => void };

type Work<In, Out> = {
  /** One item by itself: what it answers or throws is for its caller alone. */
  alone: (item: In) => Promise<Out>;
  /** Several in one go, answered in their order. All or nothing: when it throws, each of them is tried alone. */
  together: (items: In[]) => Promise<Out[]>;
  /** Items that share one of these are never in one go. */
  apart: (item: In) => string[];
  /** How many goes may be under way; whoever comes meanwhile waits for the next one. */
  atOnce: number;
  /** How many items one go takes at most. */
  most: number;
};

/**
 * Many callers, few writers: whoever finds a free one goes at once and alone, and under load those who wait go together. What is
 * dear once a statement and once a commit is then shared, and nobody waits for company.
 */
export function coalesced<In, Out>(work: Work<In, Out>): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  let busy = 0;

  function next(): void {
    while (busy < work.atOnce && waiting.length > 0) {
      const { taken, left } = takeApart(waiting, work);
      waiting = left;
      busy += 1;
      void settle(taken, work).finally(() => {
        busy -= 1;
        next();
      });
    }
  }

  return async (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // All that the loop brings in this turn goes together.
      if (waiting.length === 1) setImmediate(next);
    });
}

/** The first in line and those behind it that have nothing in common with anybody before them. */
function takeApart<In, Out>(waiting: Waiting<In, Out>[], { apart, most }: Work<In, Out>) {
  const seen = new Set<string>();
  const taken: Waiting<In, Out>[] = [];
  const left: Waiting<In, Out>[] = [];
  for (const one of waiting) {
    const names = apart(one.item);
    (taken.length < most && !names.some((name) => seen.has(name)) ? taken : left).push(one);
    for (const name of names) seen.add(name);
  }
  return { taken, left };
}

async function settle<In, Out>(taken: Waiting<In, Out>[], { alone, together }: Work<In, Out>): Promise<void> {
  if (taken.length > 1) {
    const answers = await together(taken.map(({ item }) => item)).catch(() => undefined);
    if (answers) return taken.forEach(({ resolve }, n) => resolve(answers[n] as Out));
  }
  await Promise.all(taken.map(async ({ item, resolve, reject }) => alone(item).then(resolve, reject)));
}

/** One line of callers for each pool of connections. */
export function coalescedOn<In, Out>(workOn: (db: Db) => Work<In, Out>): (db: Db, item: In) => Promise<Out> {
  const lines = new WeakMap<Db, (item: In) => Promise<Out>>();
  return async (db, item) => {
    const line = lines.get(db) ?? coalesced(workOn(db));
    lines.set(db, line);
    return line(item);
  };
}
