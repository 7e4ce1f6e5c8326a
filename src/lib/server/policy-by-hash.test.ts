import { expect, test } from 'vitest';
import { withPolicyByHash } from './policy-by-hash.ts';

const POLICY =
  "default-src 'self'; script-src 'self' 'nonce-abc='; style-src 'self' 'nonce-abc='; style-src-attr 'unsafe-hashes' 'nonce-abc='";
const HTML = '<style nonce="abc=">p {}</style><script type="application/ld+json">{}</script><script nonce="abc=">go()</script>';

test('what the nonce allowed is allowed by its hash, and nothing else', () => {
  expect(withPolicyByHash(HTML, POLICY)).toEqual({
    html: '<style>p {}</style><script type="application/ld+json">{}</script><script>go()</script>',
    policy:
      "default-src 'self'; script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src 'self' 'sha256-SNJDlN1Iy2mnt7DOjQIyDb2LQE6O5PQiSZomcdzawQ4='; style-src-attr 'unsafe-hashes'"
  });
});

test('a script that had no nonce is not allowed now either', () => {
  const evil = '<script>evil()</script>';
  expect(withPolicyByHash(HTML + evil, POLICY)).toEqual({ ...withPolicyByHash(HTML, POLICY), html: expect.stringContaining(evil) });
});

test('a page without a nonce, or with one that stands elsewhere too, is left alone', () => {
  expect(withPolicyByHash(HTML, "script-src 'self'")).toBeUndefined();
  expect(withPolicyByHash(`${HTML}abc=`, POLICY)).toBeUndefined();
});
