import { isRefusal, refuse } from '#lib/kernel/refusal.ts';
import { decideToAdd, isOpen, MAX_QUANTITY, sameLine, type Cart, type LineName, type LineUnits, type Offer } from './cart.ts';

/** Different things a cart keeps for later. What a merge sets aside comes on top. */
export const MAX_SAVED = 100;

/** A thing kept for later, whichever line it came from: where it is collected is chosen when it goes back. */
export type Saved = { variantId: string; quantity: number };

/**
 * The whole line goes to what is kept for later, on top of what is there of the same thing.
 * Refuses `cart-closed`, `not-found` when there is no such line (any more), `saved-full`.
 * @returns how many of it are saved afterwards
 */
export function decideToSave(cart: Pick<Cart, 'state'> & { lines: LineUnits[]; saved: Saved[] }, what: LineName): { quantity: number } {
  if (!isOpen(cart)) refuse('cart-closed', cart.state);
  const line = cart.lines.find((one) => sameLine(one, what));
  if (!line) refuse('not-found');
  const same = cart.saved.find(({ variantId }) => variantId === what.variantId);
  if (!same && cart.saved.length >= MAX_SAVED) refuse('saved-full', String(MAX_SAVED));
  return { quantity: line.quantity + (same?.quantity ?? 0) };
}

/**
 * As many as can be had go back into the cart; the rest stays saved.
 * Refuses `not-found` when nothing of it is saved (any more), and as `decideToAdd` does when not a single one can be had.
 * @returns how many move, how many the line then counts, how many stay saved
 */
export function decideToUnsave(
  cart: Pick<Cart, 'state' | 'currency'> & { lines: LineUnits[]; saved: Saved[] },
  offer: Offer,
  what: LineName
): { moved: number; quantity: number; left: number } {
  if (!isOpen(cart)) refuse('cart-closed', cart.state);
  const saved = cart.saved.find(({ variantId }) => variantId === what.variantId);
  if (!saved) refuse('not-found');
  const first = decideToAdd(cart, offer, { ...what, quantity: 1 });
  let moved = Math.min(saved.quantity, MAX_QUANTITY);
  while (moved > 1 && !canAdd(cart, offer, { ...what, quantity: moved })) moved -= 1;
  return { moved, quantity: first.quantity - 1 + moved, left: saved.quantity - moved };
}

function canAdd(...[cart, offer, wanted]: Parameters<typeof decideToAdd>): boolean {
  try {
    decideToAdd(cart, offer, wanted);
    return true;
  } catch (fault) {
    if (isRefusal(fault)) return false;
    throw fault;
  }
}
