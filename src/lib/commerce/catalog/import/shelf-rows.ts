import type { Attributes } from './catalog-product.ts';
import type { Shortage } from './import-report.ts';
import type { ShelfPlan } from './plan-inventory.ts';

type Shelf = { variantId: string; nodeId: string };

/** The rows of a stock plan, by what has to be done with them. */
export type ShelfRows = {
  attributes: { id: string; attributes: Attributes }[];
  counted: (Shelf & { onHand: number; bin: string | null })[];
  givenUp: Shelf[];
};

export function shelfRows(plans: ShelfPlan[]): ShelfRows {
  const attributes = new Map(plans.flatMap((plan) => (plan.attributes ? [[plan.variantId, plan.attributes] as const] : [])));
  return {
    attributes: [...attributes].map(([id, cells]) => ({ id, attributes: cells })),
    counted: plans.flatMap(({ variantId, nodeId, before, after }) => {
      const moved = after && (after.onHand !== before?.onHand || after.bin !== before.bin);
      return moved ? [{ variantId, nodeId, ...after }] : [];
    }),
    givenUp: plans.filter(({ before, after }) => before && !after).map(({ variantId, nodeId }) => ({ variantId, nodeId }))
  };
}

export function shelfName({ draft, nodeId }: ShelfPlan): string {
  return `${[draft.handle, ...draft.options].join(' / ')} at ${nodeId}`;
}

export type ShortShelf = Shelf & { name: string; short: number };

/** Shelves that would hold less than is promised from them. */
export function shortShelves(plans: ShelfPlan[]): ShortShelf[] {
  const short = plans.filter((plan) => plan.short > 0);
  return short.map((plan) => ({ variantId: plan.variantId, nodeId: plan.nodeId, name: shelfName(plan), short: plan.short }));
}

/** Each with the orders that wait for it. */
export function shortages(shelves: ShortShelf[], waiting: (Shelf & { number: string })[]): Shortage[] {
  const orders = Map.groupBy(waiting, ({ variantId, nodeId }) => `${variantId} ${nodeId}`);
  return shelves.map(({ variantId, nodeId, name, short }) => ({
    name,
    nodeId,
    short,
    orders: (orders.get(`${variantId} ${nodeId}`) ?? []).map(({ number }) => number)
  }));
}
