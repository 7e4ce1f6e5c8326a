import type { CartLineView, CartView } from '#lib/commerce/cart/cart-view.ts';
import type { PlannedParcel } from '#lib/commerce/cart/delivery-choice.ts';
import type { QuotedChoice } from '#lib/commerce/cart/quote.ts';
import { totalsOf } from '#lib/commerce/orders/order.ts';

/** A cart as the API shows it: contact and address stay inside. */
export function cartAnswer(cart: CartView) {
  const { id, state, step, version, currency, postcode, delivery, heldUntil, orderId } = cart;
  return {
    id,
    state,
    step,
    version,
    currency,
    postcode,
    lines: cart.lines.map(lineAnswer),
    delivery: delivery && { id: delivery.id, costMinor: delivery.costMinor, parcels: delivery.parcels.map(parcelAnswer) },
    heldUntil,
    ...totalsOf(cart, delivery),
    orderId
  };
}

/** As it is shown by a shared link: without where it goes and what it became. */
export const forOthers = (cart: CartView): CartView => ({ ...cart, postcode: null, delivery: null, orderId: null });

function lineAnswer(line: CartLineView) {
  const { id, variantId, quantity, method, pickupNodeId, title, handle, options, sku, unitPriceMinor, priceNowMinor, counted, free } = line;
  const available = counted ? free : null;
  return { id, variantId, quantity, method, pickupNodeId, title, handle, options, sku, unitPriceMinor, priceNowMinor, available };
}

/** One way to get the cart, open or closed, without what it was computed from. */
export function wayAnswer(way: QuotedChoice) {
  if (!way.open) return { open: false as const, id: way.id, reason: way.reason };
  const { id, costMinor, deliverFrom, deliverUntil } = way;
  return { open: true as const, id, costMinor, deliverFrom, deliverUntil, parcels: way.parcels.map(parcelAnswer) };
}

function parcelAnswer(parcel: PlannedParcel) {
  const { nodeId, nodeName, method, service, deliverFrom, deliverUntil, orderBy, distanceMetres } = parcel;
  const lines = parcel.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  return { nodeId, nodeName, method, service, lines, deliverFrom, deliverUntil, orderBy, distanceMetres };
}
