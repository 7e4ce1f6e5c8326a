import { expect, test } from 'vitest';
import type { FaqSource } from './faq-item.ts';
import { whyNotTrue, type FaqWorld } from './still-true.ts';

const times = { since: '2026-10-01T00:00:00Z', at: '2026-11-26T00:00:00Z' };
const world: FaqWorld = {
  policy: { profile: 'standard', version: 2 },
  deliveryRules: 'delivery-1',
  products: new Map([['lamp', 4]]),
  statistics: [
    { name: 'delivery.city', value: 2, count: 60, ...times },
    { name: 'delivery.far', value: 6, count: 19, ...times },
    { name: 'too-small', value: 14, count: 80, ...times }
  ]
};
const mark = (version: number) => ({ profile: 'standard', version, rule: 'cancel' });
const thing = (version: number, productId = 'lamp') => ({ productId, title: 'Lamp', version });
const person = { what: 'person' as const, at: times.at, product: null, policy: null };
const counted = (name: 'delivery.city' | 'delivery.far' | 'delivery.nation' | 'too-small', value: number): FaqSource => ({
  what: 'statistic',
  name,
  value,
  count: 50,
  ...times
});

test.each<[string, FaqSource, string | undefined]>([
  ['the policy in force', { what: 'policy', ...mark(2) }, undefined],
  ['a policy before it', { what: 'policy', ...mark(1) }, 'policy-switched'],
  ['rules of delivery', { what: 'delivery-rules', version: 'delivery-1' }, undefined],
  ['other rules of delivery', { what: 'delivery-rules', version: 'delivery-0' }, 'rules-changed'],
  ['the checkout', { what: 'checkout' }, undefined],
  ['a thing as it is', { what: 'product', attribute: 'Care', ...thing(4) }, undefined],
  ['a thing as it was', { what: 'product', attribute: 'Care', ...thing(3) }, 'product-changed'],
  ['a thing that is gone', { what: 'product', attribute: 'Care', ...thing(1, 'mug') }, 'product-gone'],
  ['a figure that is the same', counted('delivery.city', 2), undefined],
  ['a figure a day off', counted('delivery.city', 3), 'figure-moved'],
  ['a figure of too few', counted('delivery.far', 6), 'figure-moved'],
  ['a figure that nobody counts any more', counted('delivery.nation', 6), 'figure-moved'],
  ['a share that moved a little', counted('too-small', 10), undefined],
  ['a share that moved', counted('too-small', 9), 'figure-moved'],
  ['a person’s word', person, undefined],
  ['a person’s word about a rule', { ...person, policy: mark(1) }, 'policy-switched'],
  ['a person’s word about a thing', { ...person, policy: mark(2), product: thing(3) }, 'product-changed']
])('%s', (_, source, reason) => {
  expect(whyNotTrue(source, world)).toBe(reason);
});
