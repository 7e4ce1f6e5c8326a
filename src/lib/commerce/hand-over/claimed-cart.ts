import type { PlacedAuthor, CartSnapshot } from '../cart/cart-snapshot.ts';
import type { CartView } from '../cart/cart-view.ts';
import { lineKey } from '../cart/cart.ts';
import { splitAtTill, totalsAtTill } from './at-till.ts';

/** A line as the counter sees it. */
export type ClaimedLine = {
  id: string;
  variantId: string;
  pickupNodeId: string | null;
  pickupNodeName: string | null;
  title: string;
  options: string[];
  sku: string | null;
  image: { src: string; alt: string; width: number | null; height: number | null } | null;
  quantity: number;
  priceNowMinor: number | null;
  counted: boolean;
  /** Who put it in, where; null for what is older than the log. */
  by: PlacedAuthor | null;
  carried: boolean;
  /** Marked to be sent home, and nobody has said yet where that is. */
  unplanned: boolean;
};

/** All that a counter is shown of a cart: never a word of who its owner is or where they live. */
export type ClaimedCart = {
  version: number;
  state: CartView['state'];
  step: CartView['step'];
  currency: string;
  lines: ClaimedLine[];
  totalMinor: number;
  deliveryMinor: number;
  /** What keeps its plan. */
  sent: { nodeName: string; method: 'ship' | 'pickup'; units: number; deliverFrom: string; deliverUntil: string }[];
  heldUntil: string | null;
};

export function claimedCart(cart: CartView, snapshot: CartSnapshot | undefined, nodeId: string): ClaimedCart {
  const { carried, sent } = splitAtTill(cart, nodeId);
  const { totalMinor, deliveryMinor } = totalsAtTill(cart, sent);
  const { version, state, step, currency, heldUntil } = cart;
  return {
    version,
    state,
    step,
    currency,
    heldUntil,
    totalMinor,
    deliveryMinor,
    lines: cart.lines.map((line) => {
      const by = snapshot?.lines.find((one) => lineKey(one) === lineKey(line))?.by ?? null;
      const unplanned = !cart.delivery && line.pickupNodeId === null && by !== null && by.nodeId !== null;
      return {
        id: line.id,
        variantId: line.variantId,
        pickupNodeId: line.pickupNodeId,
        pickupNodeName: line.pickupNodeName,
        title: line.title,
        options: line.options,
        sku: line.sku,
        image: line.image,
        quantity: line.quantity,
        priceNowMinor: line.priceNowMinor,
        counted: line.counted,
        by,
        carried: carried.includes(line) && !unplanned,
        unplanned
      };
    }),
    sent: sent.map(({ nodeName, method, lines, deliverFrom, deliverUntil }) => ({
      nodeName,
      method,
      units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
      deliverFrom,
      deliverUntil
    }))
  };
}

const STEPS: Record<CartView['step'], string> = {
  details: 'They give their address next.',
  delivery: 'They choose the day next.',
  payment: 'They are about to pay.'
};

/** How far the customer is on their own screen. */
export const stepWords = ({ state, step }: Pick<CartView, 'state' | 'step'>): string =>
  state === 'checkout' ? STEPS[step] : 'They are still choosing.';
