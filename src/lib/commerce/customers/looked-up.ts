import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';
import type { OrderLifeState } from '../orders/order-life.machine.ts';
import type { CartView } from '../cart/cart-view.ts';
import type { SavedView } from '../cart/saved-view.ts';

export type LookedUpOrder = {
  number: string;
  life: OrderLifeState;
  currency: string;
  totalMinor: number;
  placedAt: Date;
  lines: { title: string; options: string[]; quantity: number }[];
  parcels: {
    method: 'ship' | 'pickup' | 'carry_out';
    state: FulfilmentOrderState;
    nodeId: string | null;
    nodeName: string | null;
    shipmentState: ShipmentState | null;
  }[];
};

export type LookedUpThing = { variantId: string; name: string; quantity: number; priceMinor: number | null; counted: boolean };

/** All that an associate is shown of a customer who lets them: no address, no e-mail, no phone, nothing about how they pay. */
export type LookedUp = {
  consentId: string;
  version: number;
  name: string;
  until: Date;
  currency: string;
  orders: LookedUpOrder[];
  cart: LookedUpThing[];
  saved: LookedUpThing[];
};

const nameOf = ({ title, options }: { title: string; options: string[] }): string => [title, ...options].join(', ');

/** Lines of one thing that are to go different ways are one thing here. */
export function thingsOfCart(lines: CartView['lines']): LookedUpThing[] {
  const things = new Map<string, LookedUpThing>();
  for (const line of lines) {
    const quantity = (things.get(line.variantId)?.quantity ?? 0) + line.quantity;
    things.set(line.variantId, {
      variantId: line.variantId,
      name: nameOf(line),
      quantity,
      priceMinor: line.priceNowMinor,
      counted: line.counted
    });
  }
  return [...things.values()];
}

export const thingsOfSaved = (saved: SavedView[]): LookedUpThing[] =>
  saved.map(({ variantId, quantity, priceNowMinor, counted, ...thing }) => ({
    variantId,
    name: nameOf(thing),
    quantity,
    priceMinor: priceNowMinor,
    counted
  }));
