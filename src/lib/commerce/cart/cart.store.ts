import { createStore } from '@xstate/store';
import { sentenceFor } from '../refusal-sentences.ts';
import type { CartSnapshot } from './cart-snapshot.ts';
import { lineKey, sameLine, type LineName, type LineUnits } from './cart.ts';
import { applyOperation, lineOf, type CartOperation, type LineOffer, type OperatedCart, type OperationOutcome } from './operations.ts';

export type FollowedCart = {
  /** The newest that was heard from the shop. */
  snapshot: CartSnapshot;
  /** What was done here and is not answered yet, in order. */
  pending: readonly CartOperation[];
  /** Why a line went back to what it was, by its key. */
  refused: Readonly<Record<string, string>>;
  /** Ids of what was done here: it is no news to whoever did it. */
  mine: readonly string[];
  /** The last change of somebody else since the page is open. */
  news: CartSnapshot['latest'];
};

type Answered = { cart: CartSnapshot | undefined; outcomes: OperationOutcome[] };

/**
 * One cart on one device: what the shop said last, and on top of it what was done here, at once. A change is dropped from the top
 * when the shop has it, and taken back with a sentence when the shop says no.
 */
export function cartStore(snapshot: CartSnapshot) {
  return createStore({
    context: { snapshot, pending: [], refused: {}, mine: [], news: null } as FollowedCart,
    on: {
      heard: (cart, { snapshot: heard }: { snapshot: CartSnapshot }) => withHeard(cart, heard),
      asked: (cart, { operation }: { operation: CartOperation }) => ({
        ...cart,
        pending: [...cart.pending, operation],
        mine: [...cart.mine, operation.id],
        refused: without(cart.refused, keyOf(operation))
      }),
      /** What an earlier page of this device left unanswered comes before what was done since. */
      kept: (cart, { operations }: { operations: CartOperation[] }) => {
        const known = new Set([...cart.mine, ...cart.snapshot.done]);
        const earlier = operations.filter(({ id }) => !known.has(id));
        return { ...cart, pending: [...earlier, ...cart.pending], mine: [...earlier.map(({ id }) => id), ...cart.mine] };
      },
      answered: (cart, { cart: heard, outcomes }: Answered) => {
        const ids = new Set(outcomes.map(({ id }) => id));
        const refused = { ...cart.refused };
        for (const outcome of outcomes) if (outcome.outcome === 'refused') Object.assign(refused, refusedLine(cart, outcome));
        const left = { ...cart, refused, pending: cart.pending.filter(({ id }) => !ids.has(id)) };
        return heard ? withHeard(left, heard) : left;
      }
    }
  });
}

export type CartStore = ReturnType<typeof cartStore>;

function withHeard(cart: FollowedCart, heard: CartSnapshot): FollowedCart {
  if (heard.cartId !== cart.snapshot.cartId || heard.version < cart.snapshot.version) return cart;
  const done = new Set(heard.done);
  const isNews = heard.version > cart.snapshot.version && heard.latest !== null && !cart.mine.includes(heard.latest.id);
  return { ...cart, snapshot: heard, pending: cart.pending.filter(({ id }) => !done.has(id)), news: isNews ? heard.latest : cart.news };
}

/** The sentence stands at the line; for what is about no line, at the whole cart. */
function refusedLine({ pending }: FollowedCart, outcome: OperationOutcome & { outcome: 'refused' }): Record<string, string> {
  const operation = pending.find(({ id }) => id === outcome.id);
  return operation ? { [keyOf(operation)]: sentenceFor(outcome.code, outcome.detail) } : {};
}

/** Where a sentence about the whole cart stands. */
export const WHOLE_CART = '';

function keyOf(operation: CartOperation): string {
  const line = lineOf(operation);
  return line ? lineKey(line) : WHOLE_CART;
}

/** As if everything were for sale and in stock: the shop alone knows, and it says so in a moment. */
const HOPED: LineOffer = { variantId: '', forSale: true, currency: '', unitPriceMinor: 0, free: undefined, collectable: true };

/** The lines as this device shows them. */
export function shownLines({ snapshot, pending }: FollowedCart): LineUnits[] {
  const { state, lines, saved } = snapshot;
  const start: OperatedCart = { state, lines, saved, currency: '', note: '' };
  const end = pending.reduce((before, operation) => {
    const after = applyOperation(before, operation, HOPED);
    return after.outcome === 'applied' ? after.cart : before;
  }, start);
  return end.lines;
}

export const shownQuantity = (cart: FollowedCart, line: LineName): number =>
  shownLines(cart).find((one) => sameLine(one, line))?.quantity ?? 0;

function without<Value>(all: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
}
