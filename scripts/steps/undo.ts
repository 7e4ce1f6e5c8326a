/** What a process started, ended in the opposite order, however the process ends. */
export type Undo = {
  /** Remembers how to end something; the last remembered ends first. */
  later: (end: () => Promise<void> | void) => void;
  all: () => Promise<void>;
};

export function undoList(report: (fault: unknown) => void): Undo {
  const ends: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;

  async function endAll(): Promise<void> {
    for (let end = ends.pop(); end; end = ends.pop()) {
      try {
        await end();
      } catch (fault) {
        report(fault);
      }
    }
  }

  return {
    later: (end) => void ends.push(end),
    // A second call waits for the first one instead of ending things twice.
    all: () => (running ??= endAll().finally(() => (running = undefined)))
  };
}
