import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that nobody waits for: one piece after another, and between two of them whoever waits for an answer has a turn. */
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
      await work().catch(this.#onTrouble);
      this.#waiting.delete(name);
    }
    this.#isAtWork = false;
  }
}
