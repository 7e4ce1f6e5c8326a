import type { OpenUnits } from './order-facts.ts';

type Free = { variantId: string; nodeId: string; free: number };

/** Which place sends units that nobody sent yet: one that has them all, else each line from the place that has most of it. */
export class PlaceUnits {
  private readonly free = new Map<string, Map<string, number>>();
  private readonly anywhere: string | null;
  constructor(anywhere: string | null) {
    this.anywhere = anywhere;
  }

  /** Variants that were not asked for before. */
  missing(variantIds: string[]): string[] {
    return [...new Set(variantIds)].filter((id) => !this.free.has(id));
  }

  learn(variantIds: string[], levels: Free[]): void {
    for (const id of variantIds) this.free.set(id, new Map());
    for (const { variantId, nodeId, free } of levels) this.free.get(variantId)?.set(nodeId, free);
  }

  place(units: OpenUnits[]): { nodeId: string | null; units: OpenUnits[] }[] {
    const [first] = units;
    if (!first) return [];
    const whole = [...(this.free.get(first.variantId)?.keys() ?? [])].filter((nodeId) =>
      units.every(({ variantId, quantity }) => this.at(variantId, nodeId) >= quantity)
    );
    const one = whole[0];
    if (one !== undefined) return [this.take(one, units)];
    const parts = Map.groupBy(units, ({ variantId }) => this.fullest(variantId));
    return [...parts].map(([nodeId, inside]) => (nodeId === null ? { nodeId, units: inside } : this.take(nodeId, inside)));
  }

  private at(variantId: string, nodeId: string): number {
    return this.free.get(variantId)?.get(nodeId) ?? 0;
  }

  private fullest(variantId: string): string | null {
    const levels = [...(this.free.get(variantId) ?? [])];
    return (
      levels.reduce<[string, number] | undefined>(
        (most, level) => (most === undefined || level[1] > most[1] ? level : most),
        undefined
      )?.[0] ?? this.anywhere
    );
  }

  private take(nodeId: string, units: OpenUnits[]) {
    for (const { variantId, quantity } of units) this.free.get(variantId)?.set(nodeId, this.at(variantId, nodeId) - quantity);
    return { nodeId, units };
  }
}
