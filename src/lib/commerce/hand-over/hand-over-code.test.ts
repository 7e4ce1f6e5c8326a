import { expect, test } from 'vitest';
import { readHandOver, spacedCode } from './hand-over-code.ts';

const TOKEN = '0123456789ABCDEFGHJKMNPQRS';

test('a code is read however it was typed', () => {
  for (const typed of ['K7QM-2X9T', 'k7qm2x9t', ' k7qm 2x9t ', 'K7QM–2X9T']) expect(readHandOver(typed)).toEqual({ code: 'K7QM2X9T' });
  expect(readHandOver('OIL0-1o1i')).toEqual({ code: '01101011' });
});

test('a QR code of ours is its token, wherever the shop lives', () => {
  for (const text of [`https://shop.example/go/${TOKEN}`, `http://localhost:3000/go/${TOKEN}/`, TOKEN, TOKEN.toLowerCase()]) {
    expect(readHandOver(text)).toEqual({ token: TOKEN });
  }
});

test('a QR code of something else is nothing of ours', () => {
  for (const text of [
    '',
    'https://example.com/menu',
    '8901234567894',
    'WIFI:S:mez;T:WPA;P:secret;;',
    'K7QM-2X9U',
    '💥',
    'K'.repeat(5000)
  ]) {
    expect(readHandOver(text)).toBeUndefined();
  }
});

test('a code is shown in two halves', () => {
  expect(spacedCode('K7QM2X9T')).toBe('K7QM-2X9T');
});
