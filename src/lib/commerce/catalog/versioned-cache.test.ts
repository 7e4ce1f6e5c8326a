import { expect, test } from 'vitest';
import { VersionedCache } from './versioned-cache.ts';

test('a value is good for its own stamp only', () => {
  const cache = new VersionedCache<string>(10);
  cache.set('mug', '1', 'blue');
  expect(cache.get('mug', '1')).toBe('blue');
  expect(cache.get('mug', '2')).toBeUndefined();
  cache.set('mug', '2', 'red');
  expect(cache.get('mug', '2')).toBe('red');
  expect(cache.get('mug', '1')).toBeUndefined();
});

test('when it is full the longest unused goes first', () => {
  const cache = new VersionedCache<number>(2);
  cache.set('a', '1', 1);
  cache.set('b', '1', 2);
  cache.get('a', '1');
  cache.set('c', '1', 3);
  expect([cache.get('a', '1'), cache.get('b', '1'), cache.get('c', '1'), cache.size]).toEqual([1, undefined, 3, 2]);
});

test('all of it may be dropped', () => {
  const cache = new VersionedCache<number>(2);
  cache.set('a', '1', 1);
  cache.drop();
  expect(cache.get('a', '1')).toBeUndefined();
});
