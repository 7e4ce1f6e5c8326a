import { expect, test } from 'vitest';
import { accessKeys } from './access-keys.ts';
import { replyAddress, threadAnswered } from './reply-address.ts';

const shop = { keys: accessKeys('the secret of this test run'), replyTo: 'talk@mez.example' };
const TALKS = ['0199f0a0-0000-7000-8000-000000000001', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

test.each(TALKS)('the address of %s leads back to it, in whatever case it comes and among whatever others', (threadId) => {
  const address = replyAddress(shop, threadId);
  expect(address).toMatch(/^talk\+[0-9a-v]{52}@mez\.example$/);
  expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  expect(threadAnswered(shop, address)).toBe(threadId);
  expect(threadAnswered(shop, `Asha <asha+${'a'.repeat(52)}@example.com>, mez <${address.toUpperCase()}>`)).toBe(threadId);
});

test('what was not made here leads nowhere', () => {
  const address = replyAddress(shop, TALKS[0]!);
  const other = replyAddress({ ...shop, keys: accessKeys('the secret of another shop') }, TALKS[0]!);
  const ofOrder = Buffer.from(shop.keys.make('order', TALKS[0]!), 'base64url').toString('hex');
  const wrong = [
    '',
    'talk@mez.example',
    other,
    address.replace(/.@/, (last) => (last === '0@' ? '1@' : '0@')),
    address.replace('+', '+0'),
    `talk+${'v'.repeat(52)}@mez.example`,
    `talk+${BigInt(`0x${ofOrder}`).toString(32).padStart(52, '0')}@mez.example`,
    `${'a@b.example, '.repeat(500)}${address}`
  ];
  expect(wrong.map((one) => threadAnswered(shop, one))).toEqual(wrong.map(() => undefined));
});
