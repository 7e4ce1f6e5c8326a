import { expect, test } from 'vitest';
import { isFromOurPages, readsNoCookies } from './same-origin.ts';

const OURS = 'https://shop.example';
const ask = (method: string, headers: Record<string, string>) => isFromOurPages(new Request(`${OURS}/till`, { method, headers }), OURS);

test('reading is free, whoever asks', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(ask(method, { origin: 'https://evil.example' })).toBe(true);
});

test.each([
  [{ origin: OURS }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{}, false],
  [{ origin: 'null' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'http://shop.example' }, false],
  [{ origin: 'https://shop.example:444' }, false],
  [{ origin: 'https://shop.example.evil.example' }, false],
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false]
])('a change with %j is taken: %s', (headers, taken) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(ask(method, headers as Record<string, string>)).toBe(taken);
});

test('only what never reads a cookie goes past', () => {
  expect(['/api/v1/carts', '/webhooks/carrier', '/api', '/apix/y', '/till', '/till/api/v1', '/'].map(readsNoCookies)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false
  ]);
});
