import type { OrderChange } from './order-change.ts';

/** A change as whoever holds the order's key may see it: who of us made it is not named. */
export function shownChange({ id, kind, state, effect, at, undoUntil, actor }: OrderChange) {
  return { id, kind, state, effect, at, undoUntil, by: actor.role === 'shopper' ? 'by you' : 'by us' };
}
