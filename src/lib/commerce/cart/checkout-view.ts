import { totalsOf, type OrderTotals } from '../orders/order.ts';
import { windowOver } from './cart-page.ts';
import type { CartView } from './cart-view.ts';

type SummaryLine = {
  id: string;
  title: string;
  options: string[];
  quantity: number;
  sumMinor: number;
  image: CartView['lines'][number]['image'];
  at: string | null;
};

/** What is shown beside every step: the things, what they cost, and what was already said. */
export type CheckoutView = {
  lines: SummaryLine[];
  currency: string;
  totals: OrderTotals;
  /** Chosen already, with the window in which all of it is there. */
  delivery: { id: string; from: string; until: string; parcels: number } | null;
  ships: boolean;
};

export function checkoutView(cart: CartView): CheckoutView {
  const { delivery, currency, lines } = cart;
  const window = delivery && windowOver(delivery.parcels);
  return {
    lines: lines.map(({ id, title, options, quantity, unitPriceMinor, image, pickupNodeName }) => ({
      id,
      title,
      options,
      quantity,
      sumMinor: unitPriceMinor * quantity,
      image,
      at: pickupNodeName
    })),
    currency,
    totals: totalsOf(cart, delivery),
    delivery: delivery && window ? { id: delivery.id, ...window, parcels: delivery.parcels.length } : null,
    ships: lines.some(({ method }) => method === 'ship')
  };
}
