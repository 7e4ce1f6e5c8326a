import type { Author } from './author.ts';
import { cartTopic, type CartEvent } from './cart.events.ts';
import { sameLine, type LineName } from './cart.ts';
import { applyOperation, lineOf, type CartOperation, type LineOffer, type OperatedCart, type OperationOutcome } from './operations.ts';

export type Decided = { operation: CartOperation; outcome: OperationOutcome; version: number; changed: boolean };
export type FoldedOperations = { cart: OperatedCart; version: number; decided: Decided[]; events: CartEvent[] };

type Asked = {
  cartId: string;
  cart: OperatedCart;
  version: number;
  offerOf: (line: LineName | undefined) => LineOffer;
  lineIdOf: (line: LineName) => string;
  by: Author;
};

/** Each operation decided on its own, in order, on what the ones before it left. The version grows with each that changes something. */
export function foldOperations(asked: Asked, operations: CartOperation[]): FoldedOperations {
  let { cart, version } = asked;
  const decided: Decided[] = [];
  const events: CartEvent[] = [];
  for (const operation of operations) {
    const folded = applyOperation(cart, operation, asked.offerOf(lineOf(operation)));
    const { id } = operation;
    if (folded.outcome === 'refused') {
      const { outcome, code, detail } = folded;
      decided.push({ operation, outcome: { id, outcome, code, detail }, version, changed: false });
      continue;
    }
    if (folded.changed) {
      version += 1;
      events.push(eventOf({ ...asked, version }, operation, { before: cart, after: folded.cart }));
    }
    cart = folded.cart;
    decided.push({ operation, outcome: { id, outcome: 'applied' }, version, changed: folded.changed });
  }
  return { cart, version, decided, events };
}

function eventOf(asked: Asked, operation: CartOperation, { before, after }: { before: OperatedCart; after: OperatedCart }): CartEvent {
  const { cartId, version, by } = asked;
  const of = { topic: cartTopic(cartId), version, cartId };
  if (operation.kind === 'note') return { type: 'cart.details_given', ...of };
  const { variantId, pickupNodeId } = operation;
  const about = { ...of, lineId: asked.lineIdOf(operation), variantId, pickupNodeId, by };
  const [had, has] = [unitsIn(before, operation), unitsIn(after, operation)];
  if (operation.kind === 'save') return { type: 'cart.line_saved', ...about, quantity: had };
  if (operation.kind === 'unsave') return { type: 'cart.line_unsaved', ...about, quantity: has - had };
  if (has === 0) return { type: 'cart.line_removed', ...about };
  if (operation.kind === 'add' || had === 0) return { type: 'cart.line_added', ...about, quantity: has - had };
  return { type: 'cart.line_changed', ...about, quantity: has };
}

const unitsIn = ({ lines }: OperatedCart, named: LineName): number => lines.find((line) => sameLine(line, named))?.quantity ?? 0;
