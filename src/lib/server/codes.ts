import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so nothing is misread aloud. 256 is a multiple of 32, so no character is favoured. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function newCode(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
