/** What a scanned or typed code names. `key`: of the page that an order has for its shopper. */
export type ReturnCode =
  | { kind: 'return'; number: string }
  | { kind: 'order'; number: string }
  | { kind: 'key'; key: string }
  | { kind: 'tracking'; number: string };

const RETURN = /\bR-[0-9A-Z]{8}\b/;
/** Of a receipt, or of the label of a parcel, which adds the place of the parcel in its order. */
const ORDER = /^(MZ-[0-9A-Z]{10})(?:-\d{1,3})?$/;
const ORDER_PAGE = /\/orders\/([\w-]{43})(?:[/?#]|$)/;
const TRACKING = /^[0-9A-Z][0-9A-Z-]{5,59}$/;

/**
 * Reads what a scanner or a person types at a counter: the number of a return, also inside a link that a phone shows; a receipt or the label of
 * a parcel; anything else that may be a carrier's number. Undefined for what is no code at all.
 */
export function readReturnCode(typed: string): ReturnCode | undefined {
  const text = typed.trim();
  const upper = text.toUpperCase();
  const [number] = RETURN.exec(upper) ?? [];
  if (number !== undefined) return { kind: 'return', number };
  const [, order] = ORDER.exec(upper) ?? [];
  if (order !== undefined) return { kind: 'order', number: order };
  const [, key] = ORDER_PAGE.exec(text) ?? [];
  if (key !== undefined) return { kind: 'key', key };
  const tracking = upper.replaceAll(/\s/g, '');
  return TRACKING.test(tracking) ? { kind: 'tracking', number: tracking } : undefined;
}
