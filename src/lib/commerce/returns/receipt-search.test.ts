import { expect, test } from 'vitest';
import { foundName, readFoundName, readPhone } from './receipt-search.ts';

test('a phone is its last ten digits, however it was typed', () => {
  for (const typed of ['9800000000', '+91 98000 00000', '0091-9800000000', '(098) 0000-0000']) expect(readPhone(typed)).toBe('9800000000');
  for (const typed of ['', '98000', 'call 9800000000', '9800000000 9800000001', '٩٨٠٠٠٠٠٠٠٠']) expect(readPhone(typed)).toBeUndefined();
});

test('the name of what was found is read again, and nothing else is', () => {
  const id = '0199a7d2-5b0c-7000-8000-000000000001';
  expect(readFoundName(foundName(id, 3))).toEqual({ searchId: id, nth: 3 });
  for (const name of ['', id, `${id}.0`, `${id}.12`, 'MZ-0123456789', `${id.toUpperCase()}.1`]) expect(readFoundName(name)).toBeUndefined();
});
