import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessKeys } from './access-keys.ts';

const keys = accessKeys('a secret of this test');

test('a key opens the thing it was made for and nothing else', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const key = keys.make('cart', id);
      expect(keys.open('cart', key)).toBe(id);
      expect(keys.open('order', key)).toBeUndefined();
      expect(accessKeys('another secret').open('cart', key)).toBeUndefined();
    })
  );
});

test('a key that opened something opens it again, and still nothing of another kind', () => {
  const first = keys.make('grant', '0199f0a0-0000-7000-8000-000000000000');
  const open = () => [keys.open('grant', first), keys.open('cart', first), keys.open('order', first)];
  expect(open()).toEqual(open());
  // More than are remembered.
  for (let n = 0; n < 5_000; n++) {
    const id = `0199f0a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
    expect(keys.open('cart', keys.make('cart', id))).toBe(id);
  }
  expect(open()).toEqual(['0199f0a0-0000-7000-8000-000000000000', undefined, undefined]);
});

test('a key with any one character changed opens nothing', () => {
  const key = keys.make('order', '0199f0a0-0000-7000-8000-000000000001');
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === 'A' ? 'B' : 'A';
    expect(keys.open('order', key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
  }
});

test('what is no key at all opens nothing', () => {
  for (const nonsense of ['', 'x', '../../etc', 'é'.repeat(43), 'A'.repeat(43), 'A'.repeat(5000)]) {
    expect(keys.open('cart', nonsense)).toBeUndefined();
  }
});

test('a seal is the same for the same use and words, and another for every other', () => {
  const seal = keys.seal('code', 'abc').toString('hex');
  expect(seal).toHaveLength(64);
  expect(keys.seal('code', 'abc').toString('hex')).toBe(seal);
  for (const other of [keys.seal('link', 'abc'), keys.seal('code', 'abd'), accessKeys('another secret').seal('code', 'abc')]) {
    expect(other.toString('hex')).not.toBe(seal);
  }
});
