import { expect, test } from 'vitest';
import { readAliases, rightFor, usualAliases } from './labels.ts';

test('a label is what its alias says, else itself, else unknown', () => {
  expect(rightFor('where_is_it', { where_is_it: ['order_status'] })).toEqual(['order_status']);
  expect(rightFor('order_status', { order_status: ['refund_status'] })).toEqual(['refund_status']);
  expect(rightFor('cancel_order', {})).toEqual(['cancel_order']);
  expect(rightFor('constructor', usualAliases)).toBeUndefined();
});

test('an alias names one of ours or several', () => {
  expect(readAliases({ a: 'invoice', b: ['policy', 'return_item'] })).toEqual({ a: ['invoice'], b: ['policy', 'return_item'] });
});

test.each([
  [[], 'is no JSON object of labels.'],
  [null, 'is no JSON object of labels.'],
  [{ a: 'nonsense' }, 'maps a to "nonsense", which is not of our intents (--list).'],
  [{ a: ['invoice', 3] }, 'maps a to ["invoice",3], which is not of our intents (--list).'],
  [{ a: [] }, 'maps a to [], which is not of our intents (--list).']
])('%j is refused with a sentence', (value, sentence) => expect(readAliases(value)).toBe(sentence));
