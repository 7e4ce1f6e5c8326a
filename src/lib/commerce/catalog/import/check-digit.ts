const LENGTHS = new Set([8, 12, 13, 14]);

/** For the four lengths of GTIN barcodes only: what is longer, shorter or no number has no check digit to be wrong. */
export function hasWrongCheckDigit(barcode: string): boolean {
  if (!/^\d+$/.test(barcode) || !LENGTHS.has(barcode.length)) return false;
  const digits = Array.from(barcode, Number).toReversed();
  // From the right, the check digit itself first: weights 1, 3, 1, 3 … must add up to a multiple of ten.
  const sum = digits.reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 !== 0;
}
