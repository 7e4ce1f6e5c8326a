const REPORT_EVERY = 20;

export type Steps = { [name: string]: () => Promise<unknown> };

/**
 * Takes steps in their order; one that fails is reported by its name and keeps none behind it from being done. Of many faults of the same
 * step in a row only every twentieth is reported.
 */
export function stepByStep(report: (fault: unknown) => void): (steps: Steps) => Promise<void> {
  const inARow = new Map<string, number>();
  return async (steps) => {
    for (const [name, step] of Object.entries(steps)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await step();
        inARow.delete(name);
      } catch (fault) {
        const before = inARow.get(name) ?? 0;
        if (before % REPORT_EVERY === 0) report(new Error(`sweep: ${name} failed`, { cause: fault }));
        inARow.set(name, before + 1);
      }
    }
  };
}
