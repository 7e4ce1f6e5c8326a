import { isRefusal, refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import {
  decideToAdd,
  decideToChange,
  isOpen,
  MAX_QUANTITY,
  sameLine,
  type Cart,
  type LineName,
  type LineUnits,
  type Offer
} from './cart.ts';
import { decideToSave, decideToUnsave, type Saved } from './saved.ts';

/** So many operations one message carries at most. */
export const MOST_OPERATIONS = 100;

/**
 * What somebody wants changed. Quantities are relative to whatever they meet, so the order in which operations of several devices
 * arrive does not matter except at the bounds (none, 99, stock, 20 lines), where the order of the server decides.
 */
export type OperationBody =
  | ({ kind: 'add'; quantity: number } & LineName)
  | ({ kind: 'change'; by: number } & LineName)
  /** Takes away what was `seen`: units that somebody else added meanwhile stay. */
  | ({ kind: 'remove'; seen: number } & LineName)
  | ({ kind: 'save' } & LineName)
  | ({ kind: 'unsave' } & LineName)
  | { kind: 'note'; note: string };

/** `madeAt` is told by the clock of the device, which may be years off: it is kept and decides nothing. */
export type CartOperation = { id: string; baseVersion: number; madeAt: string } & OperationBody;

export type OperationOutcome = { id: string } & (
  { outcome: 'applied'; code?: never; detail?: never } | { outcome: 'refused'; code: RefusalCode; detail: string }
);

/** As much of a cart as operations touch. */
export type OperatedCart = Pick<Cart, 'state' | 'currency'> & { lines: LineUnits[]; saved: Saved[]; note: string };

/** An offer as it is for one line. `collectable` is false where nobody can collect; it says nothing of what is brought. */
export type LineOffer = Offer & { collectable: boolean };

export type Folded<Operated> =
  /** `changed` is false when it was so already, as for a line that somebody else took out first. */
  { outcome: 'applied'; cart: Operated; changed: boolean } | { outcome: 'refused'; code: RefusalCode; detail: string };

/** What a cart is after one operation, or why it stays as it was. Refuses as `decideToAdd` and `decideToChange` do. */
export function applyOperation(cart: OperatedCart, operation: OperationBody, offer: LineOffer): Folded<OperatedCart> {
  try {
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    const next = operated(cart, operation, offer);
    return { outcome: 'applied', cart: next, changed: next !== cart };
  } catch (fault) {
    if (isRefusal(fault)) return { outcome: 'refused', code: fault.code, detail: fault.message };
    throw fault;
  }
}

function operated(cart: OperatedCart, operation: OperationBody, offer: LineOffer): OperatedCart {
  switch (operation.kind) {
    case 'add':
      return added(cart, operation, offer);
    case 'change':
      return changed(cart, operation, offer);
    case 'remove':
      return lowered(cart, operation, operation.seen);
    case 'save':
      return saved(cart, operation);
    case 'unsave':
      return unsaved(cart, operation, offer);
    case 'note':
      return operation.note === cart.note ? cart : { ...cart, note: operation.note };
  }
}

function added(cart: OperatedCart, wanted: LineUnits, offer: LineOffer): OperatedCart {
  refuseElsewhere(wanted, offer);
  const { quantity } = decideToAdd(cart, offer, wanted);
  return withLine(cart, wanted, quantity);
}

/** More of a line that somebody else took out meanwhile puts it in again: what was wanted is that many more. */
function changed(cart: OperatedCart, { by, ...named }: LineName & { by: number }, offer: LineOffer): OperatedCart {
  if (by < 0) return lowered(cart, named, -by);
  const line = lineIn(cart, named);
  if (!line) return added(cart, { ...nameOf(named), quantity: by }, offer);
  const quantity = line.quantity + by;
  decideToChange(cart, { ...line, counted: offer.free !== undefined, free: offer.free ?? 0 }, quantity);
  return withLine(cart, named, quantity);
}

function lowered(cart: OperatedCart, named: LineName, units: number): OperatedCart {
  const line = lineIn(cart, named);
  return line ? withLine(cart, named, Math.max(0, line.quantity - units)) : cart;
}

function saved(cart: OperatedCart, named: LineName): OperatedCart {
  if (!lineIn(cart, named)) return cart;
  const { quantity } = decideToSave(cart, named);
  if (quantity > MAX_QUANTITY) refuse('too-many', String(MAX_QUANTITY));
  return withSaved(withLine(cart, named, 0), named.variantId, quantity);
}

function unsaved(cart: OperatedCart, named: LineName, offer: LineOffer): OperatedCart {
  refuseElsewhere(named, offer);
  const { quantity, left } = decideToUnsave(cart, offer, nameOf(named));
  return withSaved(withLine(cart, named, quantity), named.variantId, left);
}

function refuseElsewhere({ pickupNodeId }: LineName, offer: LineOffer): void {
  if (offer.forSale && pickupNodeId !== null && !offer.collectable) refuse('no-pickup-there', pickupNodeId);
}

function withSaved(cart: OperatedCart, variantId: string, quantity: number): OperatedCart {
  const others = cart.saved.filter((one) => one.variantId !== variantId);
  return { ...cart, saved: quantity === 0 ? others : [...others, { variantId, quantity }] };
}

const nameOf = ({ variantId, pickupNodeId }: LineName): LineName => ({ variantId, pickupNodeId });
const lineIn = (cart: OperatedCart, named: LineName): LineUnits | undefined => cart.lines.find((line) => sameLine(line, named));

/** With so many of the line; 0 takes it out. A line that is there keeps its place. */
function withLine(cart: OperatedCart, named: LineName, quantity: number): OperatedCart {
  const line = { ...nameOf(named), quantity };
  if (quantity === 0) return { ...cart, lines: cart.lines.filter((one) => !sameLine(one, named)) };
  if (!lineIn(cart, named)) return { ...cart, lines: [...cart.lines, line] };
  return { ...cart, lines: cart.lines.map((one) => (sameLine(one, named) ? { ...one, quantity } : one)) };
}

/** The line an operation is about; undefined for one about the whole cart. */
export const lineOf = (operation: OperationBody): LineName | undefined => (operation.kind === 'note' ? undefined : nameOf(operation));
