import { readCrockford } from '#lib/kernel/crockford.ts';

export const CODE_LENGTH = 8;
/** 130 bits. */
export const TOKEN_LENGTH = 26;
/** How long a code may be used. Milliseconds. */
export const OFFER_MS = 10 * 60_000;
/** A day at the counter; the owner may end it at any moment. Milliseconds. */
export const CLAIM_MS = 12 * 3_600_000;
/** A screen is the next person's long before; this is for the day when it could not say so. Milliseconds. */
export const KIOSK_CLAIM_MS = 30 * 60_000;
/** From so many wrong tries on, while a code is out, its owner is told. */
export const MANY_WRONG_TRIES = 10;

/** The key of whoever has the cart in hand now; it opens for nobody else. */
export type Claimed = { cartId: string; cartKey: string };
export type Shown = { code: string } | { token: string };

/** In two halves, as it is read aloud. */
export const spacedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/**
 * What a person typed, or what stood in a QR code: our link, the bare token or the code. Undefined for everything else, such as the
 * QR code of a bottle.
 */
export function readHandOver(text: string): Shown | undefined {
  if (text.length > LONGEST) return undefined;
  const token = /\/go\/([0-9A-Za-z]{26})\/?$/.exec(text.trim())?.[1] ?? text;
  const bare = readCrockford(token);
  if (bare?.length === TOKEN_LENGTH) return { token: bare };
  return bare?.length === CODE_LENGTH ? { code: bare } : undefined;
}

const LONGEST = 300;
