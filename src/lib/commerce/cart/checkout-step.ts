import { isBlocked } from './cart-notices.ts';
import { needsAddress } from '../orders/order.ts';
import type { CartStep } from './cart.ts';
import { cartMachine, type CartMove } from './cart.machine.ts';
import type { CartView } from './cart-view.ts';

/** Where a shopper can be on the way from the cart to an order, in that order. */
export const checkoutPlaces = ['cart', 'details', 'delivery', 'payment', 'order'] as const;
export type CheckoutPlace = (typeof checkoutPlaces)[number];

type Stepped = Pick<CartView, 'id' | 'state' | 'lines' | 'currency' | 'contact' | 'address' | 'delivery'>;
const PLACE: CartMove = { type: 'place', still: { prices: true, holds: true, promise: true } };

/** The first place at which something is still missing. The chart of the cart says what its state allows; its data say the rest. */
export function firstMissing(cart: Stepped | undefined): CheckoutPlace {
  if (cart?.state === 'placed') return 'order';
  if (!cart || cart.lines.length === 0 || isBlocked(cart)) return 'cart';
  if (allows(cart, { type: 'checkout' })) return 'details';
  if (!allows(cart, PLACE)) return 'cart';
  if (!cart.contact || (needsAddress(cart) && !cart.address)) return 'details';
  return cart.delivery ? 'payment' : 'delivery';
}

/** Where to send someone who asks for a step too far on; undefined when they may be there. Going back is always allowed. */
export function sentElsewhere(cart: Stepped | undefined, wanted: CartStep): CheckoutPlace | undefined {
  const first = firstMissing(cart);
  const mayStay = first !== 'order' && checkoutPlaces.indexOf(wanted) <= checkoutPlaces.indexOf(first);
  return mayStay ? undefined : first;
}

function allows(cart: Stepped, move: CartMove): boolean {
  return cartMachine.resolveState({ value: cart.state, context: { cartId: cart.id } }).can(move);
}
