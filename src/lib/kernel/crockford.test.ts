import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crockford, readCrockford } from './crockford.ts';

test('what is typed is read as it was meant', () => {
  expect(readCrockford(' oil1-o0lI ')).toBe('01110011');
  expect(readCrockford('k7qm 2x9t')).toBe('K7QM2X9T');
  expect(readCrockford('K7QM–2X9T')).toBe('K7QM2X9T');
  expect(readCrockford('K7QU-2X9T')).toBeUndefined();
  expect(readCrockford('K7Q💥')).toBeUndefined();
});

test('every code comes back from its own characters, however they are spaced and cased', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (bytes) => {
      const code = crockford(bytes);
      expect(readCrockford(code.toLowerCase().split('').join(' '))).toBe(code);
    })
  );
});
