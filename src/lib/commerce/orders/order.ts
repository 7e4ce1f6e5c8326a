import { refuse } from '#lib/kernel/refusal.ts';
import { sumMinor, timesMinor } from '#lib/kernel/money.ts';
import type { Contact } from '../cart/cart.ts';
import type { CartView } from '../cart/cart-view.ts';
import type { DeliveryChoice } from '../cart/delivery-choice.ts';
import type { PaymentMethod } from '../payments/payment-provider.ts';
import { methodsFor } from '../payments/payment-methods.ts';
import { TAX_SHARE } from '../stores/market.ts';

/** A cart that may become an order: nothing is missing, nothing moved since the shopper looked. */
export type PlaceableCart = CartView & { contact: Contact; delivery: DeliveryChoice };
export type OrderTotals = { goodsMinor: number; deliveryMinor: number; taxIncludedMinor: number; totalMinor: number };

/** `balance`: gift cards or store credit cover all of it. */
export type PlaceRequest = { version: number; method: PaymentMethod | 'balance'; at: Date };

/**
 * Decides whether a cart may become an order as its shopper saw it.
 * Refuses `cart-changed`, `cart-closed`, `cart-empty`, `not-for-sale`, `price-changed` (detail: the variant), `details-missing`,
 * `delivery-not-chosen`, `promise-changed` (the quote's hour has passed), `not-allowed` (this way to pay does not fit).
 * Stock is decided by the database, which alone knows it at that moment.
 */
export function decideToPlace(cart: CartView, request: PlaceRequest): { cart: PlaceableCart; totals: OrderTotals } {
  if (cart.state === 'active') refuse('delivery-not-chosen');
  if (cart.state !== 'checkout') refuse('cart-closed', cart.state);
  if (cart.version !== request.version) refuse('cart-changed');
  if (cart.lines.length === 0) refuse('cart-empty');
  refuseChangedLines(cart);
  const { contact, delivery } = cart;
  if (!contact || (needsAddress(cart) && !cart.address)) refuse('details-missing');
  if (!delivery) refuse('delivery-not-chosen');
  if (delivery.parcels.some((parcel) => Date.parse(parcel.orderBy) <= request.at.getTime())) refuse('promise-changed');
  const totals = totalsOf(cart, delivery);
  if (request.method !== 'balance' && !methodsFor(cart, totals.totalMinor).includes(request.method)) refuse('not-allowed', request.method);
  return { cart: { ...cart, contact, delivery }, totals };
}

function refuseChangedLines(cart: CartView): void {
  for (const line of cart.lines) {
    if (line.priceNowMinor === null) refuse('not-for-sale', line.title);
    if (line.priceNowMinor !== line.unitPriceMinor) refuse('price-changed', line.title);
  }
}

export const needsAddress = (cart: { lines: { method: 'ship' | 'pickup' }[] }): boolean =>
  cart.lines.some((line) => line.method === 'ship');

/** Prices include the tax; its share is shown, never added. Rounded half up to the minor unit. */
export function totalsOf(
  cart: { lines: { unitPriceMinor: number; quantity: number }[] },
  delivery: Pick<DeliveryChoice, 'costMinor'> | null
): OrderTotals {
  const goodsMinor = sumMinor(cart.lines.map((line) => timesMinor(line.unitPriceMinor, line.quantity)));
  const deliveryMinor = delivery?.costMinor ?? 0;
  const totalMinor = sumMinor([goodsMinor, deliveryMinor]);
  const taxIncludedMinor = Math.round((totalMinor * TAX_SHARE.numerator) / TAX_SHARE.denominator);
  return { goodsMinor, deliveryMinor, taxIncludedMinor, totalMinor };
}
