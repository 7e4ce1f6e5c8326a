import type { OfOrder } from '../../orders/order.events.ts';

type OfExchange<Type extends string, Body = unknown> = OfOrder<Type, { returnId: string } & Body>;
type ExchangedUnits = { variantId: string; quantity: number; unitPriceMinor: number };

/** What comes instead costs more than what comes back: it is kept for its shopper until `payBy`. Money in minor units of the order's currency. */
export type ExchangeAsked = OfExchange<'exchange.asked', { units: ExchangedUnits[]; moreMinor: number; payBy: string }>;
/** It is bound, in parcels that wait for what comes back. */
export type ExchangeHeld = OfExchange<'exchange.held', { units: ExchangedUnits[]; fulfilmentOrderIds: string[] }>;
/** `isHandedOut`: given to its shopper over the counter; else its parcels go out now. */
export type ExchangeReleased = OfExchange<'exchange.released', { units: number; isHandedOut: boolean }>;
/** `not-paid`, `out-of-stock`, `ended` with its return, or `nothing-came` that pays for it. */
export type ExchangeGivenBack = OfExchange<'exchange.given_back', { reason: 'not-paid' | 'out-of-stock' | 'ended' | 'nothing-came' }>;

export type ExchangeEvent = ExchangeAsked | ExchangeHeld | ExchangeReleased | ExchangeGivenBack;
