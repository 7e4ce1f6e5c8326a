/**
 * Values that are true as long as their stamp is: whoever reads the present stamp from the database finds out by one look whether
 * the value in memory may still be used. Holds the values used last; any of it may be dropped at any time.
 */
export class VersionedCache<T> {
  readonly #values = new Map<string, { stamp: string; value: T }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, stamp: string): T | undefined {
    const known = this.#values.get(key);
    if (known?.stamp !== stamp) return undefined;
    // Moved to the end: a Map keeps the order of insertion, and the first is the longest unused.
    this.#values.delete(key);
    this.#values.set(key, known);
    return known.value;
  }

  set(key: string, stamp: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, { stamp, value });
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
  }

  drop(): void {
    this.#values.clear();
  }

  get size(): number {
    return this.#values.size;
  }
}
