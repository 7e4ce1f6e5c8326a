import { expect, test } from 'vitest';
import { isFromOurPages } from './from-our-pages.ts';

const asks = (origin: string | undefined, ours?: string) =>
  isFromOurPages({ headers: { host: 'localhost:3000', ...(origin !== undefined && { origin }) } }, ours);

test('on a machine of one’s own the server’s own name counts, whichever it was called by', () => {
  expect(asks('http://localhost:3000')).toBe(true);
  expect(asks('https://localhost:3000')).toBe(true);
});

test('with a public address only that counts, to the letter', () => {
  expect(asks('https://mez.example', 'https://mez.example')).toBe(true);
  expect(asks('http://localhost:3000', 'https://mez.example')).toBe(false);
  expect(asks('http://mez.example', 'https://mez.example')).toBe(false);
});

test.each([
  undefined,
  '',
  'null',
  'http://localhost',
  'http://localhost:3001',
  'http://localhost:3000.evil.example',
  'http://evil.example/http://localhost:3000',
  'http://evil.example'
])('a page of elsewhere (%s) is not ours', (origin) => {
  expect(asks(origin)).toBe(false);
  expect(asks(origin, 'https://mez.example')).toBe(false);
});
