import { expect, test } from 'vitest';
import { stateAfter, type PastCancel, type PastParcel, type PastRequest, type PastReturn } from './past-requests.ts';
import type { AskedUnit } from './decide-return.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { Policy, PolicyProfile } from './policy.ts';
import { standardPolicy } from './standard-policy.ts';
import { tryPolicy } from './try-policy.ts';

const at = new Date('2026-11-20T05:00:00Z');
const policyOf = (change: Partial<PolicyProfile> = {}, version = 1): Policy => ({
  profile: 'standard',
  version,
  terms: { ...standardPolicy, ...change }
});
const inStates = (...states: FulfilmentOrderState[]): PastParcel[] => states.map((state) => ({ state, method: 'ship' }));
const of = { number: 'MZ-1', at, policy: policyOf(), parcels: inStates('allocated'), isGuessed: false };
const cancel = (over: Partial<PastCancel> = {}): PastCancel => ({ ...of, kind: 'cancel', reason: 'changed-mind', itemChanges: 0, ...over });

const came = new Date('2026-11-05T05:00:00Z');
const unit: AskedUnit = { fulfilmentLineId: 'a', quantity: 1, reason: 'changed-mind', hasPhoto: false };
const line = {
  fulfilmentLineId: 'a',
  orderLineId: 'a',
  variantId: 'v',
  productId: 'p',
  category: 'Table > Mugs',
  quantity: 1,
  claimed: 0,
  unitPriceMinor: 200_000,
  handedOverAt: came,
  deliveredAt: came
};
const order = {
  placedAt: new Date('2026-11-01T05:00:00Z'),
  lastDeliveredAt: came,
  bringingMinor: 0,
  lines: [line],
  returns: 0,
  exchanges: 0,
  claimedMinor: 0
};
const giveBack = (over: Partial<PastReturn> = {}, asked: Partial<PastReturn['asked']> = {}): PastReturn => ({
  kind: 'return',
  number: 'MZ-2',
  at,
  policy: policyOf(),
  order,
  asked: { units: [unit], method: 'home', to: 'original', isKept: false, payBy: 'upi', ...asked },
  wasAllowed: true,
  ...over
});
const instead = { variantId: 'w', productId: 'q', unitPriceMinor: 250_000 };
const exchange = (over: Partial<PastReturn> = {}): PastReturn =>
  giveBack({ kind: 'exchange', ...over }, { units: [{ ...unit, exchange: instead }], method: 'store', to: 'exchange' });

const NOTHING = { newlyNo: 0, newlyYes: 0, otherFee: 0, otherwise: 0, otherRule: 0 };
const returnsOf = (change: Partial<PolicyProfile['returns']>) => policyOf({ returns: { ...standardPolicy.returns, ...change } }, 2);

test('the same policy decides the same of all that can be asked', () => {
  const past: PastRequest[] = [
    cancel(),
    cancel({ parcels: inStates('picking') }),
    { ...of, kind: 'address' },
    { ...of, kind: 'swap', itemChanges: 0, isSameProduct: true, difference: { method: 'upi', amountMinor: 100, coversMinor: null } },
    { ...of, kind: 'payment', asked: { from: 'cash_on_delivery', to: 'upi', isTaken: false } },
    { ...of, kind: 'delivery', wish: 'day' },
    giveBack(),
    exchange(),
    giveBack({ kind: 'keep' }, { units: [{ ...unit, reason: 'not-as-described' }], isKept: true })
  ];
  const tried = tryPolicy(past, policyOf({}, 2));
  expect(tried.differing).toEqual([]);
  expect(tried.kinds).toEqual({
    cancel: { asked: 2, ...NOTHING },
    address: { asked: 1, ...NOTHING },
    swap: { asked: 1, ...NOTHING },
    payment: { asked: 1, ...NOTHING },
    delivery: { asked: 1, ...NOTHING },
    return: { asked: 1, ...NOTHING },
    exchange: { asked: 1, ...NOTHING },
    keep: { asked: 1, ...NOTHING }
  });
});

test('what would be decided otherwise is counted by how, and listed with both answers', () => {
  const draft = policyOf(
    {
      cancel: { ...standardPolicy.cancel, states: ['allocated', 'packed'], reasons: ['by-mistake'] },
      returns: { ...standardPolicy.returns, days: 16, fees: { ...standardPolicy.returns.fees, home: 19_900 } }
    },
    2
  );
  const late = giveBack({ number: 'MZ-3', at: new Date('2026-11-25T05:00:00Z') });
  const packed = cancel({ number: 'MZ-4', parcels: inStates('packed'), reason: 'by-mistake' });
  const tried = tryPolicy([cancel(), packed, giveBack(), late], draft);
  expect(tried.kinds.cancel).toEqual({ ...NOTHING, asked: 2, newlyNo: 1, newlyYes: 1 });
  expect(tried.kinds.return).toEqual({ ...NOTHING, asked: 2, newlyNo: 1, otherFee: 1 });
  expect(tried.differing.map(({ number, before, after }) => [number, before.code, after.code])).toEqual([
    ['MZ-1', null, 'reason-not-taken'],
    ['MZ-4', 'already-begun', null],
    ['MZ-2', null, null],
    ['MZ-3', null, 'window-over']
  ]);
  expect(tried.differing[2]).toMatchObject({ before: { plan: { feeMinor: 9_900 } }, after: { plan: { feeMinor: 19_900 } } });
});

test('each kind of change is decided by its own part of the profile', () => {
  const picked = { ...of, parcels: inStates('picking') };
  const swap = { ...of, kind: 'swap' as const, itemChanges: 1, isSameProduct: true, difference: null };
  const past: PastRequest[] = [
    { ...of, kind: 'address' },
    { ...picked, kind: 'address' },
    swap,
    { ...swap, itemChanges: 0, difference: { method: 'upi', amountMinor: 100, coversMinor: null } },
    { ...swap, isSameProduct: false },
    { ...of, kind: 'delivery', wish: 'day' },
    { ...of, parcels: inStates('shipped'), kind: 'delivery', wish: 'pin' },
    { ...picked, kind: 'payment', asked: { from: 'upi', to: 'card', isTaken: true } },
    { ...of, kind: 'payment', asked: { from: 'cash_on_delivery', to: 'upi', isTaken: false } }
  ];
  const draft = policyOf(
    {
      address: { states: ['released'] },
      delivery: { states: ['shipped'], wishes: ['day'] },
      items: { ...standardPolicy.items, mostChanges: 1 },
      payment: { ...standardPolicy.payment, states: ['allocated'], difference: ['card'] }
    },
    2
  );
  const { kinds, differing } = tryPolicy(past, draft);
  expect(kinds.address).toEqual({ ...NOTHING, asked: 2, newlyNo: 1 });
  expect(kinds.swap).toEqual({ ...NOTHING, asked: 3, newlyNo: 2, otherRule: 1 });
  expect(kinds.delivery).toEqual({ ...NOTHING, asked: 2, newlyNo: 2 });
  expect(kinds.payment).toEqual({ ...NOTHING, asked: 2, newlyNo: 1 });
  expect(differing.map(({ kind, before, after }) => [kind, before.rule, after.code, after.rule])).toEqual([
    ['address', 'address.states', 'already-begun', 'address.states'],
    ['swap', 'items.states', 'item-changes-used', 'items.mostChanges'],
    ['swap', 'items.states', 'not-paid-so', 'payment.difference'],
    ['swap', 'items.swapFor', 'item-changes-used', 'items.mostChanges'],
    ['payment', 'payment.states', 'already-begun', 'payment.states'],
    ['delivery', 'delivery.states', 'method-not-offered', 'delivery.states'],
    ['delivery', 'delivery.states', 'method-not-offered', 'delivery.wishes']
  ]);
});

test('an exchange is tried as one: what it may become, how often, and who may take what it costs more', () => {
  const codes = (draft: Policy, past = exchange()) => tryPolicy([past], draft).differing.map(({ after }) => after.code);
  expect(codes(policyOf({}, 2))).toEqual([]);
  expect(codes(returnsOf({ exchangeFor: 'same-product' }))).toEqual(['exchange-not-offered']);
  expect(codes(policyOf({ payment: { ...standardPolicy.payment, difference: ['card'] } }, 2))).toEqual(['not-paid-so']);
  const limits = { ...standardPolicy.limits, mostExchanges: 1 };
  expect(codes(policyOf({ limits }, 2), exchange({ order: { ...order, exchanges: 1 } }))).toEqual(['exchanges-used']);
});

test('what is kept for a part of its price is another part, or comes back', () => {
  const kept = giveBack(
    { kind: 'keep', order: { ...order, lines: [{ ...line, unitPriceMinor: 100_000 }] } },
    {
      units: [{ ...unit, reason: 'not-as-described' }],
      isKept: true
    }
  );
  const tried = tryPolicy([kept], returnsOf({ keeps: [{ reasons: ['not-as-described'], belowMinor: 150_000, percent: 20 }] }));
  expect(tried.kinds.keep).toEqual({ ...NOTHING, asked: 1, otherwise: 1 });
  expect(tried.differing).toMatchObject([{ before: { plan: { goodsMinor: 30_000 } }, after: { plan: { goodsMinor: 20_000 } } }]);
  expect(tryPolicy([kept], returnsOf({ keeps: [] })).differing).toMatchObject([{ after: { code: 'keep-not-offered' } }]);
});

test('it is counted of how many nobody kept how their parcels stood', () => {
  expect(tryPolicy([cancel(), cancel({ isGuessed: true }), giveBack()], policyOf({}, 2)).guessed).toBe(1);
});

test('the same answer by another rule is counted as that', () => {
  const draft = policyOf({ byCategory: { Table: { exchangeDays: 30 } } }, 2);
  const tried = tryPolicy([giveBack()], draft);
  expect(tried.kinds.return).toEqual({ ...NOTHING, asked: 1, otherRule: 1 });
  expect(tried.differing).toMatchObject([{ before: { rule: 'returns' }, after: { rule: 'returns.Table' } }]);
});

test('of each kind there are examples, however much of another is otherwise', () => {
  const many = Array.from({ length: 60 }, () => cancel());
  const draft = policyOf({ cancel: { ...standardPolicy.cancel, reasons: [] }, address: { states: [] } }, 2);
  const { kinds, differing } = tryPolicy([...many, { ...of, kind: 'address' }], draft);
  expect(kinds.cancel.newlyNo).toBe(60);
  expect(differing).toHaveLength(21);
  expect(differing.at(-1)?.kind).toBe('address');
});

test('what was allowed although its own policy needs a photo had one, whether it is still there or not', () => {
  const damaged = giveBack({}, { units: [{ ...unit, reason: 'damaged' }] });
  expect(tryPolicy([damaged], returnsOf({ fees: { ...standardPolicy.returns.fees, home: 100 } })).kinds.return).toMatchObject({
    newlyYes: 0
  });
  expect(tryPolicy([{ ...damaged, wasAllowed: false }], returnsOf({ photoFor: [] })).kinds.return).toMatchObject({ newlyYes: 1 });
  expect(tryPolicy([damaged], returnsOf({ photoFor: [] })).kinds.return).toMatchObject({ newlyYes: 0 });
  // Of what needed none nobody knows whether its shopper had one.
  expect(tryPolicy([giveBack()], returnsOf({ photoFor: ['changed-mind'] })).kinds.return).toMatchObject({ newlyNo: 1 });
});

test('a past return is decided with what others of its order claimed before it', () => {
  const { approveAboveMinor } = standardPolicy.limits;
  const strict = policyOf({ limits: { ...standardPolicy.limits, approveAboveMinor: approveAboveMinor - 1 } }, 2);
  const tried = tryPolicy([giveBack({ order: { ...order, claimedMinor: approveAboveMinor - 200_000 } })], strict);
  expect(tried.differing).toMatchObject([{ before: { plan: { approval: 'rule' } }, after: { plan: { approval: 'person' } } }]);
});

test('a parcel of which nothing was told is bound to its place', () => {
  expect([null, 'fo.accepted', 'fo.shipped', 'fo.something'].map(stateAfter)).toEqual(['allocated', 'picking', 'shipped', 'allocated']);
});

test('a parcel whose label is wanted once more is packed, and one that was brought is over', () => {
  expect(['fo.label_wanted', 'shipment.delivered'].map(stateAfter)).toEqual(['packed', 'closed']);
});
