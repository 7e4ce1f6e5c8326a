import type { Fact } from '#lib/kernel/fact.ts';

/** What happens between a cart and those it is handed to is part of the cart's own stream: whoever watches it hears. */
type OfHandOver<Type extends string, Body = unknown> = Fact<Type, { cartId: string; handOverId: string } & Body>;

export type CartOffered = OfHandOver<'cart.offered', { expiresAt: string }>;
/** `by` is in the words that its owner reads. */
export type CartClaimed = OfHandOver<'cart.claimed', { by: string; nodeId: string | null }>;
export type CartHandOverEnded = OfHandOver<'cart.hand_over_ended', { by: 'owner' | 'staff' | 'kiosk' }>;
/** Somebody typed wrong codes while this one was out. */
export type CartGuessedAt = OfHandOver<'cart.guessed_at', { wrongTries: number }>;
/** The counter asks the shopper to pay on their own screen. */
export type CartPaymentAsked = OfHandOver<'cart.payment_asked', { totalMinor: number }>;

export type HandOverEvent = CartOffered | CartClaimed | CartHandOverEnded | CartGuessedAt | CartPaymentAsked;
