import type { Fact } from '#lib/kernel/fact.ts';

type OfCart<Type extends string, Body = unknown> = Fact<Type, { cartId: string } & Body>;
type LineBody = { lineId: string; variantId: string; quantity: number; pickupNodeId: string | null };

export type CartLineAdded = OfCart<'cart.line_added', LineBody>;
export type CartLineChanged = OfCart<'cart.line_changed', LineBody>;
export type CartLineRemoved = OfCart<'cart.line_removed', { lineId: string; variantId: string }>;
/** Contact, address, note or postcode changed. The words themselves stay in the cart: the log holds no addresses. */
export type CartDetailsGiven = OfCart<'cart.details_given'>;
/** The shopper has read what the things cost now. */
export type CartPricesAccepted = OfCart<'cart.prices_accepted'>;
export type CartDeliveryChosen = OfCart<'cart.delivery_chosen', { choice: string; heldUntil: string | null }>;
export type CartPlaced = OfCart<'cart.placed', { orderId: string }>;

export type CartEvent =
  CartLineAdded | CartLineChanged | CartLineRemoved | CartDetailsGiven | CartPricesAccepted | CartDeliveryChosen | CartPlaced;

export const cartTopic = (cartId: string): string => `cart:${cartId}`;
