import { refuse } from '#lib/kernel/refusal.ts';
import type { CartState } from './cart.machine.ts';

export const MAX_LINES = 20;
export const MAX_QUANTITY = 99;

export type Contact = { email: string; name: string; phone: string };
export type Address = { line1: string; line2: string; city: string; state: string; postcode: string; country: string };
export type CartStep = 'details' | 'delivery' | 'payment';

export type CartLine = {
  id: string;
  place: number;
  variantId: string;
  quantity: number;
  /** What one unit cost when the shopper last looked, minor units. */
  unitPriceMinor: number;
  method: 'ship' | 'pickup';
  pickupNodeId: string | null;
};

export type Cart = {
  id: string;
  state: CartState;
  step: CartStep;
  version: number;
  currency: string;
  country: string;
  postcode: string | null;
  lines: CartLine[];
};

/** What is for sale, as the decision needs it. `free` is undefined for what is sold without counting. */
export type Offer = { variantId: string; forSale: boolean; currency: string; unitPriceMinor: number; free: number | undefined };
/** A line is named by what it is and where it is collected (null: brought); a cart has each name once. */
export type LineName = { variantId: string; pickupNodeId: string | null };
export type LineUnits = LineName & { quantity: number };

/** The name of a line as one text. */
export const lineKey = ({ variantId, pickupNodeId }: LineName): string => `${variantId}/${pickupNodeId ?? ''}`;

export const sameLine = (one: LineName, other: LineName): boolean =>
  one.variantId === other.variantId && one.pickupNodeId === other.pickupNodeId;

/**
 * Decides whether a line may go into a cart and how many the line then counts. The function `add_to_cart` of the database
 * decides the same; a test holds both against each other.
 * Refuses `cart-closed`, `not-for-sale`, `too-many`, `out-of-stock`, `not-enough-stock` (detail: how many are left), `cart-full`.
 */
export function decideToAdd(
  cart: Pick<Cart, 'state' | 'currency'> & { lines: LineUnits[] },
  offer: Offer,
  wanted: LineUnits
): { quantity: number } {
  if (cart.state !== 'active' && cart.state !== 'checkout') refuse('cart-closed', cart.state);
  if (!offer.forSale || offer.currency !== cart.currency) refuse('not-for-sale');
  const same = cart.lines.find((line) => sameLine(line, wanted));
  const quantity = (same?.quantity ?? 0) + wanted.quantity;
  if (quantity > MAX_QUANTITY) refuse('too-many', String(MAX_QUANTITY));
  refuseBeyondStock(offer.free, demandFor(cart.lines, wanted) + wanted.quantity);
  if (!same && cart.lines.length >= MAX_LINES) refuse('cart-full', String(MAX_LINES));
  return { quantity };
}

/** Demand counts as the sum over the request, not line by line: at one store for what is collected there, else everywhere. */
function demandFor(lines: LineUnits[], wanted: LineName): number {
  return lines
    .filter((line) => line.variantId === wanted.variantId && (wanted.pickupNodeId === null || line.pickupNodeId === wanted.pickupNodeId))
    .reduce((sum, line) => sum + line.quantity, 0);
}

function refuseBeyondStock(free: number | undefined, wanted: number): void {
  if (free === undefined || free >= wanted) return;
  if (free === 0) refuse('out-of-stock');
  refuse('not-enough-stock', String(free));
}

/** Whether the shop may still change what is in it. */
export const isOpen = (cart: Pick<Cart, 'state'>): boolean => cart.state === 'active' || cart.state === 'checkout';

/** Refuses `cart-closed`, `too-many`, `out-of-stock`, `not-enough-stock`. Fewer is always allowed, whatever the stock. */
export function decideToChange(
  cart: Pick<Cart, 'state'> & { lines: LineUnits[] },
  line: LineUnits & { counted: boolean; free: number },
  quantity: number
): void {
  if (!isOpen(cart)) refuse('cart-closed', cart.state);
  if (quantity > MAX_QUANTITY) refuse('too-many', String(MAX_QUANTITY));
  if (quantity <= line.quantity || !line.counted) return;
  const others = cart.lines.filter((other) => !sameLine(other, line));
  refuseBeyondStock(line.free, demandFor(others, line) + quantity);
}
