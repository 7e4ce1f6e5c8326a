import { expect, test } from 'vitest';
import { isWeak } from './password.ts';

const rhea = { email: 'rhea.pinto@example.com', name: 'Rhea Pinto' };

test.each([
  '',
  'short',
  '1234567',
  'password',
  'PassWord123',
  '12345678',
  'qwertyuiop',
  'aaaaaaaa',
  'abababab',
  'rhea.pinto@example.com',
  'rhea.pinto1',
  'Rhea Pinto',
  'RheaPinto2026'
])('%j is guessed first', (password) => {
  expect(isWeak(password, rhea)).toBe(true);
});

test.each(['correct horse', 'ಒಂದು ಎರಡು ಮೂರು', 'a blue lamp', 'x7!kQ2#p', '🪔🪔🐘🪔🐘🐘🪔🐘'])('%j will do', (password) => {
  expect(isWeak(password, rhea)).toBe(false);
});
