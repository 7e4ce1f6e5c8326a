/** What travels (or waits) together: one node, one method. Times are ISO instants, money minor units, distance metres. */
export type PlannedParcel = {
  nodeId: string;
  nodeName: string;
  method: 'ship' | 'pickup';
  service: string;
  lines: { variantId: string; quantity: number; counted: boolean }[];
  deliverFrom: string;
  deliverUntil: string;
  /** The quote holds for an order placed before this instant. */
  orderBy: string;
  shipBy: string | null;
  distanceMetres: number;
  /** What the promise was computed from, kept with it. */
  inputs: Record<string, unknown>;
  ruleVersion: string;
};

/** One dated way for a whole cart to reach its shopper, as it was shown. */
export type DeliveryChoice = { id: string; parcels: PlannedParcel[]; costMinor: number; quotedAt: string };

export type LevelDemand = { variantId: string; nodeId: string; quantity: number };

/** What a choice takes from each level, summed per variant and node: two lines of one thing are one demand. */
export function demandOf(choice: Pick<DeliveryChoice, 'parcels'>): LevelDemand[] {
  const sums = new Map<string, LevelDemand>();
  for (const { nodeId, lines } of choice.parcels) {
    for (const { variantId, quantity, counted } of lines) {
      if (!counted) continue;
      const key = `${variantId}/${nodeId}`;
      const sum = sums.get(key) ?? { variantId, nodeId, quantity: 0 };
      sums.set(key, { ...sum, quantity: sum.quantity + quantity });
    }
  }
  return [...sums.values()];
}

/** Whoever changes the lines during checkout is back at the cart: the plan no longer fits what is in it. */
export const BACK_AT_THE_CART = { state: 'active', step: 'details', delivery: null } as const;
