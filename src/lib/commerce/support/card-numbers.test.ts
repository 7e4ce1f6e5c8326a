import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mask } from './mask.ts';

test.each([
  ['4111 1111 1111 1111 123', '[card number] [security code]'],
  ['4111 1111 1111 1111 12/27', '[card number] 12/27'],
  ['4111 1111 1111 1111, 12/27, 123 please', '[card number], 12/27, [security code] please'],
  ['4111  1111  1111  1111', '[card number]'],
  ['4111/1111/1111/1111', '[card number]'],
  ['4111 - 1111 - 1111 - 1111', '[card number]'],
  ['4111\u200b1111\u200b1111\u200b1111', '[card number]'],
  ['123 4111 1111 1111 1111', '123 [card number]'],
  ['4111111111111111123', '[card number]'],
  ['+4111 1111 1111 1111', '+[card number]'],
  ['+91 98450 12345, 3782 822463 10005', '+91 98450 12345, [card number]'],
  ['٤١١١ ١١١١ ١١١١ ١١١١', '[card number]'],
  ['৪১১১ ১১১১ ১১১১ ১১১১', '[card number]'],
  ['𝟒𝟏𝟏𝟏𝟙𝟙𝟙𝟙𝟷𝟷𝟷𝟷𝟣𝟣𝟣𝟣', '[card number]']
])('%s', (text, clean) => expect(mask(text).text).toBe(clean));

test.each([
  'MZ-7K2P9Q4R1S',
  'MZ-4111111111 and MZ-1111114111',
  // It passes Luhn and begins as a card does, but a plus is before it.
  'call +49 1512 3456787 please',
  '+91 98450 12345 or +91 98860 54321',
  // It passes Luhn, and no card is so long.
  'tracking number 9400 1118 9922 3197 4284 97',
  'from 10/11/2026 9:30 to 12/11/2026 18:30',
  '₹1,23,450 or ₹4,56,789 or ₹12,345'
])('%s stays as it is', (text) => expect(mask(text)).toEqual({ text, found: [] }));

/** Beginnings of numbers of the issuers, and how long they are. */
const ISSUED: [begins: string, length: number][] = [
  ['4', 13],
  ['4', 16],
  ['4', 19],
  ['51', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['36', 14],
  ['3528', 16],
  ['6011', 16],
  ['65', 16],
  ['508', 16],
  ['81', 16],
  ['62', 17],
  ['62', 19]
];
const SEPARATORS = ['', ' ', '  ', '-', '/', '.', ' - ', '\n', '\u00a0', '_', ', ', '\u200b'];
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10, 0x1d7ce];

const digit = fc.integer({ min: 0, max: 9 });
const card = fc.constantFrom(...ISSUED).chain(([begins, length]) =>
  fc
    .array(digit, { minLength: length - begins.length - 1, maxLength: length - begins.length - 1 })
    .map((rest) => withCheckDigit(begins + rest.join('')))
    .filter((number) => new Set(number).size > 1)
);

function withCheckDigit(front: string): string {
  const sum = Array.from(front)
    .toReversed()
    .reduce((total, one, at) => {
      const twice = Number(one) * 2;
      return total + (at % 2 === 1 ? Number(one) : twice > 9 ? twice - 9 : twice);
    }, 0);
  return `${front}${(10 - (sum % 10)) % 10}`;
}

test('however a card number is written and whatever short number follows, no thirteen digits of it are left', () => {
  const separator = fc.constantFrom(...SEPARATORS);
  const written = fc.record({
    number: card,
    separators: fc.array(separator, { minLength: 20, maxLength: 20 }),
    zero: fc.constantFrom(...ZEROS),
    trailing: fc.stringMatching(/^(?:\d{1,4}|\d\d\/\d\d|\d\d\/\d\d \d{3}|)$/),
    before: fc.constantFrom('', 'card: ', '12 ')
  });
  fc.assert(
    fc.property(written, ({ number, separators, zero, trailing, before }) => {
      const digits = Array.from(number, (one) => String.fromCodePoint(zero + Number(one)));
      const text = before + digits.map((one, at) => one + (separators[at] ?? '')).join('') + trailing;
      const left = mask(text).text.replaceAll(/\D/g, '');
      for (let at = 0; at + 13 <= number.length; at++) expect(left).not.toContain(number.slice(at, at + 13));
    }),
    { numRuns: 500 }
  );
});
