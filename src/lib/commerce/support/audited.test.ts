import { expect, test } from 'vitest';
import { audited } from './audited.ts';

test('what was asked stays, who somebody is and what they wrote does not', () => {
  const asked = {
    order: 'MZ-0000000001',
    name: 'Rhea Pinto',
    line1: '12 Test Street',
    postcode: '560038',
    lines: [{ quantity: 2, words: 'broken' }]
  };
  expect(audited(asked)).toEqual({
    order: 'MZ-0000000001',
    name: '(10 characters)',
    line1: '(14 characters)',
    postcode: '560038',
    lines: [{ quantity: 2, words: '(6 characters)' }]
  });
});

test('a card number is nowhere kept, whatever it stands in', () => {
  expect(
    JSON.stringify(audited({ order: 'pay 4111 1111-1111 1111 now', others: ['4111111111111111'], '4111 1111 1111 1111': 1 }))
  ).not.toMatch(/1111/);
});

test('what no database keeps is no way to stay out of the log', () => {
  expect(audited({ '\0order\uD800': 'a\0b\uD800', cut: `${'x'.repeat(119)}🙏` })).toEqual({
    'order\uFFFD': 'ab\uFFFD',
    cut: `${'x'.repeat(119)}\uFFFD`
  });
});

test('a flood is cut short', () => {
  const flood = { order: 'x'.repeat(20_000), many: Array.from({ length: 5_000 }, (_, at) => at) };
  expect(JSON.stringify(audited(flood)).length).toBeLessThan(500);
  expect(audited({ a: { b: { c: { d: { e: 1 } } } } })).toEqual({ a: { b: { c: { d: '(more)' } } } });
});
