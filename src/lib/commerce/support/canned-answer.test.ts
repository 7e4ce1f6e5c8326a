import { expect, test } from 'vitest';
import { filled, openHoles, unknownHoles } from './canned-answer.ts';

test('what is known is put in, and what is not stays to be seen', () => {
  const words = 'Dear {name}, {order} comes {promise}. {name}!';
  expect(filled(words, { name: 'Rhea', order: 'MZ-1' })).toBe('Dear Rhea, MZ-1 comes {promise}. Rhea!');
  expect(openHoles(filled(words, { name: 'Rhea', order: 'MZ-1' }))).toEqual(['promise']);
  expect(openHoles('No hole, but {a brace}.')).toEqual([]);
});

test('a name that is written like a hole opens none', () => {
  expect(filled('Dear {name}', { name: '{order}', order: 'MZ-1' })).toBe('Dear {order}');
});

test('a hole that nobody can fill is named', () => {
  expect(unknownHoles('{name} {discount} {} {Order}')).toEqual(['discount', '', 'Order']);
  expect(unknownHoles('{name} {order} {promise}')).toEqual([]);
});
