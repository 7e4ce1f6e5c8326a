import type { CartState } from './cart.machine.ts';
import type { CartStep } from './cart.ts';
import type { DeliveryChoice } from './delivery-choice.ts';
import type { Merged, MergeCart } from './merge-carts.ts';

type Row = { id: string; cart_id: string; variant_id: string; quantity: number };
export type LineRow = Row & { place: number; pickup_node_id: string | null; unit_price_minor: number; added_at: string };
export type SavedRow = Omit<Row, 'id'> & { unit_price_minor: number; reason: 'chosen' | 'set-aside'; saved_by: string; saved_at: string };
export type HoldRow = Row & { node_id: string; expires_at: string };
type CartRow = {
  id: string;
  state: CartState;
  step: CartStep;
  currency: string;
  postcode: string | null;
  delivery: DeliveryChoice | null;
  note: string;
  customer_id: string | null;
  version: number;
};

/** A cart as its tables hold it, column by column, so that it can be put back exactly. Contact and address stay where they are. */
export type CartRows = { cart: CartRow; hasContact: boolean; hasAddress: boolean; lines: LineRow[]; saved: SavedRow[]; holds: HoldRow[] };

/** A cart's rows as the merge reads them. Times become ISO instants of one form, which sort as text. */
export function asMergeCart({ cart, lines, saved }: CartRows): MergeCart {
  return {
    state: cart.state,
    lines: lines.map((line) => ({
      id: line.id,
      variantId: line.variant_id,
      pickupNodeId: line.pickup_node_id,
      quantity: line.quantity,
      unitPriceMinor: line.unit_price_minor,
      addedAt: new Date(line.added_at).toISOString()
    })),
    saved: saved.map((one) => ({
      variantId: one.variant_id,
      quantity: one.quantity,
      unitPriceMinor: one.unit_price_minor,
      reason: one.reason,
      savedBy: one.saved_by,
      savedAt: new Date(one.saved_at).toISOString()
    }))
  };
}

/** What was merged as rows of the cart that stays: each line keeps every column of the row it comes from. */
export function asRows(
  { lines, saved }: Merged,
  { into, from }: { into: CartRows; from: CartRows }
): { lines: LineRow[]; saved: SavedRow[] } {
  const rows = new Map([...from.lines, ...into.lines].map((row) => [row.id, row]));
  const cart_id = into.cart.id;
  return {
    lines: lines.map(({ id, quantity, unitPriceMinor }, at) => {
      const row = rows.get(id);
      if (!row) throw new Error(`a merged line comes from nowhere: ${id}`);
      return { ...row, cart_id, place: at + 1, quantity, unit_price_minor: unitPriceMinor };
    }),
    saved: saved.map((one) => ({
      cart_id,
      variant_id: one.variantId,
      quantity: one.quantity,
      unit_price_minor: one.unitPriceMinor,
      reason: one.reason,
      saved_by: one.savedBy,
      saved_at: one.savedAt
    }))
  };
}

/** Whether the shopper changed what is in the cart since: things, how many, where, what is saved. Steps of a checkout are no such change. */
export const sameThings = (one: CartRows, other: CartRows): boolean => thingsIn(one) === thingsIn(other);

function thingsIn({ lines, saved }: CartRows): string {
  return JSON.stringify([
    lines.map((line) => [line.variant_id, line.pickup_node_id, line.quantity]),
    saved.map((one) => [one.variant_id, one.quantity])
  ]);
}

/** Whether the cart holds what it held, but for what lapsed meanwhile. */
export function sameHolds(now: CartRows, then: CartRows): boolean {
  const before = new Set(then.holds.map(holdIn));
  return now.holds.every((hold) => before.has(holdIn(hold)));
}

const holdIn = ({ id, quantity, expires_at }: CartRows['holds'][number]): string => `${id}/${quantity}/${expires_at}`;

/** Where in its checkout a cart stood, so that it stands there again. */
export const backTo = ({ cart: { state, step, delivery, postcode } }: CartRows) => ({ state, step, delivery, postcode });
