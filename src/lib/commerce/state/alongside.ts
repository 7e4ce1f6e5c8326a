/**
 * Does `work` with each of `made`, one after the other, while the next one is being made. Ends, by a fault too, only when nothing of it runs any
 * more: what is left of a transaction that was undone would be written outside of it.
 */
export async function alongside<T>(made: AsyncIterable<T>, work: (one: T) => Promise<void>): Promise<void> {
  const faults: unknown[] = [];
  let running = Promise.resolve();
  try {
    for await (const one of made) {
      await running;
      if (faults.length > 0) break;
      running = work(one).catch((fault: unknown) => void faults.push(fault));
    }
  } finally {
    await running;
  }
  if (faults.length > 0) throw faults[0];
}
