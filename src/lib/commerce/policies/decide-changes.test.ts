import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fulfilmentOrderStates, type FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import { orderLifeStates } from '../orders/order-life.machine.ts';
import { openUnits, type ChangeableOrder, type ChangeableParcel } from './changeable-order.ts';
import { decideAddress } from './decide-address.ts';
import { decideCancel } from './decide-cancel.ts';
import { decideSwap } from './decide-items.ts';
import { decideDifference, decidePayment } from './decide-payment.ts';
import type { Policy, PolicyProfile, Ruling } from './policy.ts';
import { standardPolicy } from './standard-policy.ts';

const policyWith = (change: Partial<PolicyProfile> = {}): Policy => ({
  profile: 'standard',
  version: 3,
  terms: { ...standardPolicy, ...change }
});
const policy = policyWith();

type Line = [orderLineId: string, quantity: number];
const parcel = (id: string, state: FulfilmentOrderState, lines: Line[], method: ChangeableParcel['method'] = 'ship'): ChangeableParcel => ({
  id,
  state,
  method,
  lines: lines.map(([orderLineId, quantity]) => ({
    fulfilmentLineId: `${id}-${orderLineId}`,
    orderLineId,
    quantity,
    title: `Thing ${orderLineId}`
  }))
});
const order = (parcels: ChangeableParcel[], more: Partial<ChangeableOrder> = {}): ChangeableOrder => ({
  life: 'confirmed',
  itemChanges: 0,
  parcels,
  ...more
});
/** The code of a "no" with its rule and what it names, or "yes". */
const said = (ruling: Ruling): string =>
  ruling.allowed ? 'yes' : [ruling.code, ruling.by.rule, ruling.detail, ruling.open.join('+')].filter(Boolean).join(' ');

const two = order([parcel('p', 'released', [['a', 2]]), parcel('q', 'picking', [['b', 1]])]);
const cancelled = (of: ChangeableOrder, units: Line[] | null, by = policy, reason: 'other' | 'too-late' = 'other') =>
  decideCancel(by, of, { units: units && units.map(([orderLineId, quantity]) => ({ orderLineId, quantity })), reason });

test('what nobody has begun with may be cancelled, unit by unit, and it is said where it is taken from', () => {
  expect(cancelled(two, [['a', 1]])).toEqual({
    allowed: true,
    by: { profile: 'standard', version: 3, rule: 'cancel.states' },
    units: [{ parcelId: 'p', fulfilmentLineId: 'p-a', orderLineId: 'a', quantity: 1 }],
    isAll: false
  });
  expect(cancelled(order([parcel('p', 'allocated', [['a', 1]])]), null)).toMatchObject({ allowed: true, isAll: true });
});

test.each([
  [cancelled(two, null), 'already-begun cancel.states Thing b cancel-rest+return'],
  [cancelled(two, [['b', 1]]), 'already-begun cancel.states Thing b cancel-rest+return'],
  [cancelled(two, [['a', 3]]), 'already-ended cancel.states return+reorder'],
  [cancelled(two, [['c', 1]]), 'already-ended cancel.states return+reorder'],
  [cancelled(two, [['a', 0]]), 'nothing-asked cancel.states'],
  [cancelled(two, []), 'nothing-asked cancel.states'],
  [cancelled({ ...two, life: 'completed' }, null), 'already-ended cancel.states return+reorder'],
  [cancelled({ ...two, life: 'on_hold' }, null), 'already-ended cancel.states return+reorder'],
  [
    cancelled(two, [['a', 1]], policyWith({ cancel: { ...standardPolicy.cancel, reasons: ['other'] } }), 'too-late'),
    'reason-not-taken cancel.reasons too-late support'
  ],
  [
    cancelled({ ...two, itemChanges: 1 }, [['a', 1]], policyWith({ cancel: { ...standardPolicy.cancel, afterItemChange: false } })),
    'changed-before cancel.afterItemChange return'
  ],
  [cancelled({ ...two, itemChanges: 1 }, [['a', 1]]), 'yes']
])('cancelling: %#', (ruling, words) => {
  expect(said(ruling)).toBe(words);
});

test('a closed box ends whole or not at all', () => {
  const packed = policyWith({ cancel: { ...standardPolicy.cancel, states: ['packed'] } });
  const box = order([
    parcel('p', 'packed', [
      ['a', 2],
      ['b', 1]
    ])
  ]);
  expect(said(cancelled(box, [['a', 2]], packed))).toContain('already-begun');
  expect(said(cancelled(box, null, packed))).toBe('yes');
});

const swapped = (of: ChangeableOrder, more: object = {}, by = policy) =>
  said(
    decideSwap(by, of, { orderLineId: 'a', quantity: 1, fromVariantId: 'v', productId: 'g', toVariantId: 'w', toProductId: 'g', ...more })
  );
test.each([
  [swapped(two), 'yes'],
  [swapped(two, { toProductId: 'other' }), 'not-same-product items.swapFor cancel-rest+reorder'],
  [swapped(two, { toVariantId: 'v' }), 'not-same-product items.swapFor cancel-rest+reorder'],
  [swapped(two, { orderLineId: 'b' }), 'already-begun items.states Thing b exchange+return'],
  [swapped(two, { quantity: 3 }), 'already-ended items.states return+reorder'],
  [swapped(two, { quantity: 0 }), 'nothing-asked items.states'],
  [swapped({ ...two, itemChanges: 5 }), 'item-changes-used items.mostChanges 5 cancel-rest+exchange'],
  [swapped({ ...two, life: 'cancelled' }), 'already-ended items.states return+reorder'],
  [
    swapped(two, {}, policyWith({ items: { states: [], mostChanges: 0, swapFor: 'nothing' } })),
    'method-not-offered items.swapFor cancel-rest+return'
  ]
])('another size or colour: %#', (words, wanted) => {
  expect(words).toBe(wanted);
});

test.each([
  [order([parcel('p', 'released', [['a', 1]]), parcel('q', 'collected', [['b', 1]], 'pickup')]), 'yes'],
  [two, 'already-begun address.states Thing b change-way+return'],
  [order([parcel('p', 'released', [['a', 1]], 'pickup')]), 'nothing-brought address.states change-way'],
  [order([parcel('p', 'cancelled', [['a', 1]])]), 'nothing-brought address.states change-way'],
  [order([], { life: 'closed' }), 'already-ended address.states return+reorder']
])('another address: %#', (of, words) => {
  expect(said(decideAddress(policy, of))).toBe(words);
});

const cash = { from: 'cash_on_delivery', to: 'upi', isTaken: false } as const;
const captured = { from: 'upi', to: 'upi', isTaken: true } as const;
const atCounter = order([parcel('p', 'packed', [['a', 1]], 'pickup')]);
test.each([
  [two, cash, 'yes'],
  [two, { ...cash, isTaken: true }, 'not-paid-so payment.states support'],
  [two, { ...cash, to: 'cash_on_delivery' }, 'not-paid-so payment.states support'],
  [two, captured, 'yes'],
  [two, { ...captured, to: 'card' }, 'yes'],
  [two, { ...captured, to: 'cash_on_delivery' }, 'not-paid-so payment.states support'],
  [two, { ...cash, from: 'upi', to: 'pay_in_store' }, 'not-paid-so payment.states change-way'],
  [atCounter, { ...cash, from: 'upi', to: 'pay_in_store' }, 'yes'],
  [order([parcel('p', 'shipped', [['a', 1]])]), cash, 'already-begun payment.states Thing a support'],
  [order([parcel('p', 'cancelled', [['a', 1]])]), cash, 'already-ended payment.states reorder']
] as const)('another payment: %#', (of, asked, words) => {
  expect(said(decidePayment(policy, of, asked))).toBe(words);
});

test.each([
  ['upi', 100, null, 'yes'],
  ['gift_card', 100, 100, 'yes'],
  ['gift_card', 100, 99, 'card-covers-less payment.giftCardMustCover support']
] as const)('a difference by %s of %i with %s there', (method, amountMinor, coversMinor, words) => {
  expect(said(decideDifference(policy, { method, amountMinor, coversMinor }))).toBe(words);
});

test('a difference is taken only by the ways that are named', () => {
  const cards = policyWith({ payment: { ...standardPolicy.payment, difference: ['card'] } });
  expect(said(decideDifference(cards, { method: 'upi', amountMinor: 1, coversMinor: null }))).toBe(
    'not-paid-so payment.difference upi support'
  );
});

const anyParcels = fc.array(
  fc.record({
    state: fc.constantFrom(...fulfilmentOrderStates),
    method: fc.constantFrom('ship' as const, 'pickup' as const),
    lines: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 4 })), {
      selector: ([id]) => id,
      minLength: 1
    })
  }),
  { maxLength: 4 }
);

test('no decision says yes outside its states, takes more than there is, or takes from what has ended', () => {
  fc.assert(
    fc.property(
      anyParcels,
      fc.constantFrom(...orderLifeStates),
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 6 })), { maxLength: 3 }),
      fc.subarray([...standardPolicy.cancel.states, 'packed', 'ready_for_pickup'] as FulfilmentOrderState[]),
      (parcels, life, asked, states) => {
        const of = order(
          parcels.map(({ state, method, lines }, at) => parcel(`p${at}`, state, lines, method)),
          { life }
        );
        const units = [...new Map(asked)] as Line[];
        const narrow = policyWith({
          cancel: { ...standardPolicy.cancel, states },
          address: { states },
          items: { ...standardPolicy.items, states }
        });
        const byId = new Map(of.parcels.map((one) => [one.id, one]));
        for (const ruling of [cancelled(of, units, narrow), cancelled(of, null, narrow)]) {
          if (!ruling.allowed) continue;
          expect(life === 'placed' || life === 'confirmed').toBe(true);
          for (const taken of ruling.units) {
            const from = byId.get(taken.parcelId);
            expect(states).toContain(from?.state);
            expect(taken.quantity).toBeLessThanOrEqual(
              from?.lines.find((line) => line.fulfilmentLineId === taken.fulfilmentLineId)?.quantity ?? 0
            );
          }
        }
        const some = cancelled(of, units, narrow);
        if (some.allowed) {
          const sums = units.map(([id]) => some.units.filter((one) => one.orderLineId === id).reduce((sum, one) => sum + one.quantity, 0));
          expect(sums).toEqual(units.map(([, quantity]) => quantity));
          const left = openUnits(of).reduce((sum, one) => sum + one.quantity, 0) - some.units.reduce((sum, one) => sum + one.quantity, 0);
          expect(some.isAll).toBe(left === 0);
        }
        const moved = decideAddress(narrow, of);
        if (moved.allowed) expect(moved.parcelIds.every((id) => states.includes(byId.get(id)?.state ?? 'closed'))).toBe(true);
      }
    ),
    { numRuns: 500 }
  );
});
