/** Runs the same work again and again, never twice at once; `stop` waits for the run under way. */
export type Ticker = { start: () => void; stop: () => Promise<void> };

export function ticker(work: () => Promise<unknown>, everyMs: number, report: (fault: unknown) => void): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let on = false;

  const run = () => {
    running = work()
      .then(() => undefined, report)
      .then(plan);
  };
  const plan = () => {
    if (on) timer = setTimeout(run, everyMs).unref();
  };
  return {
    start() {
      if (on) return;
      on = true;
      plan();
    },
    async stop() {
      on = false;
      clearTimeout(timer);
      await running;
    }
  };
}
