/** The market the shop sells in. One for now; prices, carts and orders carry their currency and country all the same. */
export const MARKET = { currency: 'INR', country: 'IN', locale: 'en-IN', timeZone: 'Asia/Kolkata', homePostcode: '560038' } as const;

/** How long goods are kept for someone who is checking out, and for an order that is not paid. Milliseconds. */
export const HOLD_MS = 20 * 60_000;
export const PAY_WITHIN_MS = 20 * 60_000;

/** How long a parcel waits at the counter for whoever ordered it. */
export const COLLECT_WITHIN_MS = 7 * 24 * 60 * 60_000;

/** Prices include the tax; this share of them is tax (GST 18 % of the net price), in basis points of the gross: 18 / 118. */
export const TAX_SHARE = { numerator: 18, denominator: 118 } as const;
