import { expect, test } from 'vitest';
import { meantNumbers, provesOrder, typedNumber } from './guest-proof.ts';

test('an order number as it is typed', () => {
  for (const typed of ['MZ-4F7K2QX9TB', 'mz 4f7k2qx9tb', '4F7K-2QX9-TB', ' MZ4F7K2QX9TB '])
    expect(typedNumber(typed)).toBe('MZ-4F7K2QX9TB');
});

test('a number of another system is meant as it stands, with or without its #', () => {
  expect(meantNumbers(' #1001 ')).toEqual(['MZ-1001', '#1001', '1001']);
  expect(meantNumbers('MZ-4F7K2QX9TB')).toEqual(['MZ-4F7K2QX9TB']);
});

test('its e-mail in any case, or the postcode it goes to, and nothing else', () => {
  const order = { email: 'rhea@example.com', postcode: '560038' };
  for (const proof of ['Rhea@Example.com ', '560038', '560 038']) expect(provesOrder(order, proof)).toBe(true);
  for (const proof of ['', ' ', 'rhea', '56003', '560039', 'rhea@example.org']) expect(provesOrder(order, proof)).toBe(false);
  for (const proof of ['', ' ']) expect(provesOrder({ email: '', postcode: '' }, proof)).toBe(false);
});
