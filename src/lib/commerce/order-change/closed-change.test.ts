import { expect, test } from 'vitest';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import { standardPolicy } from '../policies/standard-policy.ts';
import { closedChange } from './closed-change.ts';
import type { OrderFacts } from './order-facts.ts';

const line = {
  fulfilmentLineId: 'l',
  orderLineId: 'mug',
  variantId: 'v',
  productId: 'p',
  title: 'Mug',
  options: [],
  quantity: 2,
  unitPriceMinor: 100,
  counted: true
};
const order = (state: FulfilmentOrderState): OrderFacts => ({
  id: 'o',
  number: 'T-1',
  life: 'confirmed',
  version: 1,
  currency: 'INR',
  country: 'IN',
  note: '',
  contact: null,
  address: null,
  deliveryMinor: 0,
  bringingLeftMinor: 0,
  itemChanges: 0,
  isPaidAnew: false,
  kept: null,
  policy: { profile: 'standard', version: 1, terms: standardPolicy },
  payments: [],
  parcels: [{ id: 'a', state, method: 'ship', nodeId: 'here', nodeName: 'Here', deliverUntil: null, lines: [line] }]
});
const kinds = ['cancel', 'swap', 'address'] as const;

test('before somebody begins all is open', () => {
  expect(kinds.map((what) => closedChange(order('released'), what))).toEqual([undefined, undefined, undefined]);
});

test('once somebody has begun, why not and what else there is is known before anything is chosen', () => {
  const closed = kinds.map((what) => closedChange(order('picking'), what));
  expect(closed.map((no) => [no?.code, no?.detail, no?.open])).toEqual([
    ['already-begun', 'Mug', ['return']],
    ['already-begun', 'Mug', ['exchange', 'return']],
    ['already-begun', 'Mug', ['change-way', 'return']]
  ]);
});

test('of what has ended nothing is changed', () => {
  const ended = { ...order('cancelled'), life: 'cancelled' as const };
  expect(kinds.map((what) => closedChange(ended, what)?.code)).toEqual(['already-ended', 'already-ended', 'already-ended']);
});
