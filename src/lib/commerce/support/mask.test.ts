import { expect, test } from 'vitest';
import { mask } from './mask.ts';

test.each([
  ['my card is 4242 4242 4242 4242 ok', 'my card is [card number] ok', ['card']],
  ['5555-5555-5555-4444', '[card number]', ['card']],
  ['378282246310005', '[card number]', ['card']],
  ['６０１１１１１１１１１１１１１７', '[card number]', ['card']],
  ['४२४२४२४२४२४२४२४२', '[card number]', ['card']],
  ['4242424242424242 cvv 123 exp 12/29', '[card number] cvv [security code] exp 12/29', ['card', 'security-code']],
  ['CVC: 4321', 'CVC: [security code]', ['security-code']],
  ['otp is 482913', 'otp is [one-time code]', ['one-time-code']],
  ['my upi pin is 1234', 'my upi pin is [one-time code]', ['one-time-code']],
  ['password is Tr0ub4dor&3 help', 'password is [password] help', ['password']],
  ['pwd: hunter2', 'pwd: [password]', ['password']],
  ['GB82 WEST 1234 5698 7654 32', '[account number]', ['account']],
  ['account number 50100234567890', 'account number [account number]', ['account']],
  ['aadhaar 2345 6789 0124', 'aadhaar [account number]', ['account']],
  ['sk-abcdefghijklmnop1234', '[key]', ['key']]
])('%s', (text, clean, found) => expect(mask(text)).toEqual({ text: clean, found }));

test.each([
  'order MZ-7K2M9QX4RD to 560034',
  'call +91 98450 12345',
  '4242 4242 4242 4241 is no card',
  '0000 0000 0000 0000',
  'password is wrong',
  'i forgot my password',
  'otp not received',
  'is my account still open since 2019',
  'R-4KD8WQ2M for ₹12,500'
])('%s stays as it is', (text) => expect(mask(text)).toEqual({ text, found: [] }));

test.each(['4 ', 'account ', 'password is '])('a message of nothing but “%s” holds up nobody', (word) => {
  const message = word.repeat(20_000 / word.length);
  expect(mask(message).text).not.toBe('');
});

test.each(['account', 'cvv', 'otp', 'password is', 'security code'])('twenty thousand blanks behind “%s” hold up nobody', (word) => {
  const message = word + ' '.repeat(20_000);
  expect(mask(message)).toEqual({ text: message, found: [] });
});
