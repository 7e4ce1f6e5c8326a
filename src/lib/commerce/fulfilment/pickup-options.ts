import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import { localDate } from '#lib/kernel/zoned.ts';
import { hoursOn, isOpenAt } from './calendar.ts';
import type { DeliveryRules } from './delivery-rules.ts';
import { promise, type Promised } from './promise.ts';
import { summed, type Available, type Demand, type NodeForSourcing } from './sourcing.ts';

export type PickupProblem = {
  lines: readonly Demand[];
  /** Where the shopper is; null when nobody knows. */
  from: Point | null;
  nodes: readonly NodeForSourcing[];
  available: Available;
  rules: DeliveryRules;
  at: Date;
};

export type PickupOption = {
  nodeId: string;
  name: string;
  metres: number | null;
  isOpen: boolean;
  /** Opening and closing today, on the store's own clock; null when it is closed all day. */
  today: { opens: Date; closes: Date } | null;
  /** Ready from (likely) and by (committed) in `deliverFrom` and `deliverUntil`. */
  promised: Promised;
  stock: { variantId: string; wanted: number; available: number }[];
};

/** Every store that has all of it on its own shelves, nearest first, then by id. */
export function pickupOptions({ lines, from, nodes, available, rules, at }: PickupProblem): PickupOption[] {
  const wanted = summed(lines);
  return nodes
    .map((node): PickupOption | undefined => {
      const stock = wanted.map(({ variantId, quantity }) => ({
        variantId,
        wanted: quantity,
        available: Math.max(0, available(node.id, variantId))
      }));
      if (node.isExcluded || stock.some((line) => line.available < line.wanted)) return undefined;
      const promised = promise({ service: 'pickup', node, rules, at });
      if ('none' in promised) return undefined;
      const { calendar, id: nodeId, name, place } = node;
      const today = hoursOn(calendar, localDate(at, calendar.zone)) ?? null;
      return { nodeId, name, metres: from && metresBetween(from, place), isOpen: isOpenAt(calendar, at), today, promised, stock };
    })
    .filter((option) => option !== undefined)
    .toSorted((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || (a.nodeId < b.nodeId ? -1 : 1));
}
