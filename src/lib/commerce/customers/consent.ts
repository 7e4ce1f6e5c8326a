const MINUTE_MS = 60_000;

/** How long a code may be said at the counter, and how long what it opens may be looked at. */
export const CONSENT_CODE_MS = 5 * MINUTE_MS;
export const LOOK_MS = 15 * MINUTE_MS;

const DIGITS = 6;
const WORD_BYTES = 4;

type Seal = (use: string, text: string) => Uint8Array;

/** What the customer is shown. Made anew from the consent's id each time, so that it is stored nowhere and yet survives a reload. */
export function consentCodeOf(seal: Seal, consentId: string): string {
  // 32 bits over a million: no code is likelier than another by more than a quarter of a thousandth.
  const bits = seal('consent code', consentId).subarray(0, WORD_BYTES);
  const number = bits.reduce((sum, byte) => sum * 256 + byte, 0) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, '0');
}

/** What stands in the database instead of the code. */
export const consentSealOf = (seal: Seal, code: string): string =>
  Array.from(seal('typed consent code', code), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** In two halves, as it is read aloud. */
export const spacedConsentCode = (code: string): string => `${code.slice(0, DIGITS / 2)} ${code.slice(DIGITS / 2)}`;

/** The six digits that were typed, however they were spaced; undefined for anything else. */
export function readConsentCode(typed: string): string | undefined {
  const bare = typed.slice(0, LONGEST).replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(bare) ? bare : undefined;
}

const LONGEST = 40;

/** How far a consent is, for an open page to know that it should load again. */
export type ConsentSnapshot = { consentId: string; version: number };

/** As its customer reads it: "Asha at Indiranagar is looking". */
export const lookerOf = (as: string, place: string): string => `${as.split(' ')[0] ?? as} at ${place}`;
