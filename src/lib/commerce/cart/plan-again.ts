import type { RefusalCode } from '#lib/kernel/refusal.ts';
import { lineKey, type LineName } from './cart.ts';
import { applyOperation, type LineOffer, type OperatedCart, type OperationBody } from './operations.ts';

/** A thing of an earlier order: what it was called, and what one of it cost then. */
export type OrderedBefore = LineName & { title: string; options: string[]; quantity: number; paidMinor: number };
/** `units`: how many of it go into the cart, each at `priceMinor`. `whyNot`: why not all of them do; null when they do. */
export type AgainLine = OrderedBefore & { units: number; priceMinor: number; whyNot: RefusalCode | null };

/**
 * What ordering these things again puts into a cart as it is: as many of each as can be had, at the prices of today. Decided thing by thing, as
 * the cart decides each of its operations.
 */
export function planAgain(
  cart: OperatedCart,
  ordered: readonly OrderedBefore[],
  offers: ReadonlyMap<string, LineOffer>
): { lines: AgainLine[]; adds: OperationBody[] } {
  let filled = cart;
  const lines: AgainLine[] = [];
  for (const line of ordered) {
    const offer = offers.get(lineKey(line));
    const most = offer ? mostOf(filled, line, offer) : { units: 0, whyNot: 'not-for-sale' as const, after: filled };
    filled = most.after;
    lines.push({ ...line, units: most.units, whyNot: most.whyNot, priceMinor: offer?.unitPriceMinor ?? 0 });
  }
  return { lines, adds: lines.filter(({ units }) => units > 0).map((line) => addOf(line, line.units)) };
}

const addOf = ({ variantId, pickupNodeId }: LineName, quantity: number): OperationBody => ({
  kind: 'add',
  variantId,
  pickupNodeId,
  quantity
});

function mostOf(
  cart: OperatedCart,
  line: OrderedBefore,
  offer: LineOffer
): { units: number; whyNot: RefusalCode | null; after: OperatedCart } {
  let whyNot: RefusalCode | null = null;
  for (let units = line.quantity; units > 0; units -= 1) {
    const folded = applyOperation(cart, addOf(line, units), offer);
    if (folded.outcome === 'applied') return { units, whyNot, after: folded.cart };
    whyNot = folded.code;
  }
  return { units: 0, whyNot, after: cart };
}
