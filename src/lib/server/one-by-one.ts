import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** After each piece it rests so much longer than that took, but no longer than this: 200 pages of 5 ms are done within 5 s. */
const [RESTS, MOST_MS] = [3, 20];

/**
 * Work that nobody waits for: one piece after another, with most of the time between them left to whoever waits for an answer. An answer
 * takes several turns of the process; with a piece in each of them it would wait for several pieces.
 */
export class OneByOne {
  readonly #waiting = new Map<string, () => Promise<void>>();
  readonly #onTrouble: (trouble: unknown) => void;
  #isAtWork = false;

  constructor(onTrouble: (trouble: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** What waits under this name already is not asked for twice. */
  add(name: string, work: () => Promise<void>): void {
    if (this.#waiting.has(name)) return;
    this.#waiting.set(name, work);
    if (!this.#isAtWork) void this.#workOff();
  }

  async #workOff(): Promise<void> {
    this.#isAtWork = true;
    for (const [name, work] of this.#waiting) {
      await nextTurn();
      const began = performance.now();
      await work().catch(this.#onTrouble);
      this.#waiting.delete(name);
      await pause(Math.min(MOST_MS, RESTS * (performance.now() - began)), undefined, { ref: false });
    }
    this.#isAtWork = false;
  }
}
