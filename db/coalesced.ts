import type { Db } from './client.ts';

type Waiting<In, Out> = { item: In; resolve: (answer: Out) => void; reject: (fault: unknown) => void };

type Work<In, Out> = {
  /** One item by itself: what it answers or throws is for its caller alone. */
  alone: (item: In) => Promise<Out>;
  /** Several in one go, answered in their order. All or nothing: when it throws, each of them is tried alone. */
  together: (items: In[]) => Promise<Out[]>;
  /** Items that share one of these are never in one go. */
  apart: (item: In) => string[];
};

/** Items in one go. */
const MOST = 16;
/** A go that takes longer waits for somebody: those behind it need not wait as well. */
const PATIENCE_MS = 100;
/** Goes at the same time of items that may not go together: then there is nothing to be gained by waiting. */
const AT_ONCE = 4;
/** Goes at the same time while enough wait to fill another: it shares its price as well as it could, and uses another processor. */
const WHEN_FULL = 2;

/**
 * Many callers, one writer: whoever finds it free goes at once and alone, and under load those who came meanwhile go together. What
 * is dear once a statement and once a commit is then shared, and nobody waits for company. A second writer goes when a full load waits.
 */
export function coalesced<In, Out>(work: Work<In, Out>): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  let busy = 0;
  let collided = false;

  function goes(): number {
    if (collided) return AT_ONCE;
    return waiting.length >= MOST ? WHEN_FULL : 1;
  }

  function next(): void {
    while (waiting.length > 0 && busy < goes()) {
      const { taken, left } = takeApart(waiting, work);
      collided = left.length > 0 && taken.length < MOST;
      waiting = left;
      void start(taken);
    }
  }

  async function start(taken: Waiting<In, Out>[]): Promise<void> {
    busy += 1;
    await inPatience(settle(taken, work));
    busy -= 1;
    next();
  }

  return async (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // All that the loop brings in this turn goes together.
      if (waiting.length === 1) setImmediate(next);
    });
}

async function inPatience(done: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PATIENCE_MS);
  await Promise.race([done, promise]);
  clearTimeout(timer);
}

/** The first in line and those behind it that have nothing in common with anybody before them. */
function takeApart<In, Out>(waiting: Waiting<In, Out>[], { apart }: Work<In, Out>) {
  const seen = new Set<string>();
  const taken: Waiting<In, Out>[] = [];
  const left: Waiting<In, Out>[] = [];
  for (const one of waiting) {
    const names = apart(one.item);
    (taken.length < MOST && !names.some((name) => seen.has(name)) ? taken : left).push(one);
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
