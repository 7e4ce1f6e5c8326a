import type { Author } from './author.ts';
import type { Fact } from '#lib/kernel/fact.ts';

type OfCart<Type extends string, Body = unknown> = Fact<Type, { cartId: string } & Body>;
type LineBody = { lineId: string; variantId: string; quantity: number; pickupNodeId: string | null; by: Author };

export type CartLineAdded = OfCart<'cart.line_added', LineBody>;
export type CartLineChanged = OfCart<'cart.line_changed', LineBody>;
export type CartLineRemoved = OfCart<'cart.line_removed', Omit<LineBody, 'quantity'>>;
/** The line went to what is kept for later, or came back from there; `quantity` says how many moved. */
export type CartLineSaved = OfCart<'cart.line_saved', LineBody>;
export type CartLineUnsaved = OfCart<'cart.line_unsaved', LineBody>;
/** Contact, address, note or postcode changed. The words themselves stay in the cart: the log holds no addresses. */
export type CartDetailsGiven = OfCart<'cart.details_given'>;
/** The shopper has read what the things cost now. */
export type CartPricesAccepted = OfCart<'cart.prices_accepted'>;
export type CartDeliveryChosen = OfCart<'cart.delivery_chosen', { choice: string; heldUntil: string | null }>;
/** Two carts are one: `fromId` went into `intoId`. Told on both. */
export type CartMerged = OfCart<'cart.merged', { intoId: string; fromId: string }>;
/** They are two again, as they were. */
export type CartParted = OfCart<'cart.parted', { intoId: string; fromId: string }>;
/** Somebody else may open the cart from now on by a link, or by that link not any more. */
export type CartShared = OfCart<'cart.shared', { grantId: string; may: 'view' | 'edit' }>;
export type CartLinkRevoked = OfCart<'cart.link_revoked', { grantId: string }>;
export type CartSavedForgotten = OfCart<'cart.saved_forgotten', { variantId: string; quantity: number; by: Author }>;
/** What was saved in the cart before, ordered by now, is saved here from now on. */
export type CartSavedFurther = OfCart<'cart.saved_further', { fromId: string }>;
export type CartPlaced = OfCart<'cart.placed', { orderId: string }>;

export type CartEvent =
  | CartLineAdded
  | CartLineChanged
  | CartLineRemoved
  | CartLineSaved
  | CartLineUnsaved
  | CartDetailsGiven
  | CartPricesAccepted
  | CartDeliveryChosen
  | CartMerged
  | CartParted
  | CartShared
  | CartLinkRevoked
  | CartSavedForgotten
  | CartSavedFurther
  | CartPlaced;

export const cartTopic = (cartId: string): string => `cart:${cartId}`;
