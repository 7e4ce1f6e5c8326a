import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBarcode } from './barcode.ts';

test.each([
  ['8901234567890', ['8901234567890']],
  [' 890-1234 567890 ', ['890-1234 567890', '8901234567890']],
  ['036000291452', ['036000291452']],
  ['96385074', ['96385074']],
  // The short forms of UPC, by their sixth digit.
  ['01234505', ['01234505', '012000003455']],
  ['04252614', ['04252614', '042100005264']],
  ['01234531', ['01234531', '012300000451']],
  ['01234543', ['01234543', '012340000053']],
  ['01234565', ['01234565', '012345000065']]
])('%s is a barcode', (text, codes) => {
  expect(readBarcode(text)).toEqual({ codes, misread: false });
});

test.each(['MEZ-LAMP-BRICK', 'brass lamp', '4711', '12345678901', ''])('%s is none, and so not misread', (text) => {
  expect(readBarcode(text)).toEqual({ codes: [text], misread: false });
});

test('one wrong digit of a code of twelve or more is always noticed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{11,13}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const code = `${body}${checkDigit(body)}`;
      expect(readBarcode(code).misread).toBe(false);
      const at = place % code.length;
      const wrong = `${code.slice(0, at)}${(Number(code[at]) + by) % 10}${code.slice(at + 1)}`;
      expect(readBarcode(wrong).misread).toBe(true);
    })
  );
});

function checkDigit(body: string): number {
  const sum = Array.from(body, Number)
    .toReversed()
    .reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}
