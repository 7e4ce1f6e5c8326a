import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test('a page of ours is kept with what it was asked', () => {
  expect(localPath('/till?q=mug&line=1', '/x')).toBe('/till?q=mug&line=1');
});

test.each([
  '//evil.example',
  String.raw`/\evil.example`,
  String.raw`\\evil.example`,
  '/\t/evil.example',
  'https://evil.example',
  'till',
  '',
  null,
  undefined
])('%j leads home', (wanted) => {
  expect(localPath(wanted, '/home')).toBe('/home');
});

test('whatever is asked for, a browser stays with us', () => {
  const odd = fc
    .array(fc.constantFrom('/', '\\', '.', '..', 'evil.example', ':', '@', '\t', '\n', '%2f', '?', '#', ' '))
    .map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(fc.oneof(odd, fc.string(), fc.webUrl()), (wanted) => {
      expect(new URL(localPath(wanted, '/home'), 'https://shop.example').origin).toBe('https://shop.example');
    }),
    { numRuns: 2000 }
  );
});
