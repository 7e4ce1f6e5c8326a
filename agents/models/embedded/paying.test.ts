import { expect, test } from 'vitest';
import { payingWords } from './paying.ts';

const ALL = 'By UPI, card, gift card, store credit or cash at the door.';

test('what is asked of one way is answered of it, and then of all', () => {
  const rest = 'One can pay by UPI, card, gift card, store credit or cash at the door.';
  expect(payingWords('can I pay the kettle by card', ALL)).toBe(`Yes, by card. ${rest}`);
  expect(payingWords('do you take gpay', ALL)).toBe(`Yes, by UPI. ${rest}`);
  expect(payingWords('is cod possible', ALL)).toBe(`Yes, by cash at the door, where the checkout offers it. ${rest}`);
  expect(payingWords('can i use paypal', ALL)).toBe(`No, not by PayPal. ${rest}`);
  expect(payingWords('how can I pay', ALL)).toBe(ALL);
});
