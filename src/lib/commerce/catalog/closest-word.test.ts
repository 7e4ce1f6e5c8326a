import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceOf, likeliest } from './closest-word.ts';

test.each([
  ['lmap', ['lamp', 'map'], 'lamp'],
  ['tifin', ['tin', 'tiffin'], 'tiffin'],
  ['kattori', ['katora', 'katori'], 'katori'],
  ['cushon', ['cusco', 'cushion', 'cushions'], 'cushion'],
  ['sofaa', ['sofas', 'sofa'], 'sofas'],
  ['xyzzy', ['jazz'], undefined],
  ['mug', ['mud'], undefined]
])('%s was meant to be one of %j', (typed, candidates, meant) => {
  expect(likeliest(typed, candidates)).toBe(meant);
});

test('the distance is the same both ways, zero only for the same word, and never more than the longer word', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      const distance = distanceOf(one, other);
      expect(distanceOf(other, one)).toBe(distance);
      expect(distance === 0).toBe(one === other);
      expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
    })
  );
});
