/** Crockford's base 32: no I, L, O, U, so nothing is misread aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** One character for each byte. 256 is a multiple of 32, so no character is favoured. */
export const crockford = (bytes: Uint8Array): string => Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** As it was meant: in any case, with any spaces and dashes, O for 0, I and L for 1. Undefined for what holds other characters. */
export function readCrockford(typed: string): string | undefined {
  const bare = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]*$/.test(bare) ? bare : undefined;
}
