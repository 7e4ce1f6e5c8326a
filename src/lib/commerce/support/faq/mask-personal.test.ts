import { expect, test } from 'vitest';
import { maskPersonal } from './mask-personal.ts';

const RHEA = ['Rhea Test', '12 Test Street', 'Bengaluru', 'rhea@example.com', '9800000000'];

test.each([
  ['Hi, Rhea here. Where is MZ-7K2P9Q4R1S?', 'Hi, [name or address] here. Where is [order]?'],
  ['my name is Ravi Kumar and I live in flat 12B, can I collect', 'my name is [name] and I live in [address], can I collect'],
  ['call me on +91 98000 12345 or ravi.k@example.in', 'call me on [number] or [e-mail]'],
  ['I am at 12 Test Street, is it far?', 'I am at [name or address], is it far?'],
  ['does it come to 560038 in 3 days for ₹12,999?', 'does it come to [number] in 3 days for ₹12,999?'],
  ['send it to Linking Road please', 'send it to [address] please'],
  ['return R-2H4K6M8P, see https://mez.example/orders/abc', 'return [order], see [link]'],
  ['४५१२३ rhea RHEA', '[number] [name or address] [name or address]'],
  ['card 4111 1111 1111 1111, otp 482913', 'card [card number], otp [one-time code]']
])('%s', (said, clean) => {
  expect(maskPersonal(said, RHEA)).toBe(clean);
});

test('what is short or common stays, and words that only hold a name are left alone', () => {
  expect(maskPersonal('Is the testing lamp for al dente dinners?', ['Al Test'])).toBe('Is the testing lamp for al dente dinners?');
  expect(maskPersonal('a (b) [c] $1', ['(b)', '$1'])).toBe('a [name or address] [c] $1');
});
