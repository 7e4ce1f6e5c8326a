import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideReturn, returnableUntil, type AskedReturn, type ReturnableOrder, type SentLine } from './decide-return.ts';
import type { Policy, PolicyProfile } from './policy.ts';
import { standardPolicy } from './standard-policy.ts';

const at = new Date('2026-11-25T05:00:00Z');
const day = (n: number): Date => new Date(at.getTime() - n * 24 * 3_600_000);
const policy = (change: Partial<PolicyProfile> = {}): Policy => ({
  profile: 'standard',
  version: 1,
  terms: { ...standardPolicy, ...change }
});
const terms = (change: Partial<PolicyProfile['returns']>): Policy => policy({ returns: { ...standardPolicy.returns, ...change } });

const line = (over: Partial<SentLine> = {}): SentLine => ({
  fulfilmentLineId: 'a',
  orderLineId: 'oa',
  variantId: 'va',
  productId: 'pa',
  category: 'Table > Mugs',
  quantity: 2,
  claimed: 0,
  unitPriceMinor: 200_000,
  handedOverAt: day(3),
  deliveredAt: day(1),
  ...over
});
const order = (over: Partial<ReturnableOrder> = {}): ReturnableOrder => ({
  placedAt: day(5),
  lastDeliveredAt: day(1),
  timeZone: 'Asia/Kolkata',
  bringingMinor: 4_900,
  lines: [line()],
  returns: 0,
  exchanges: 0,
  claimedMinor: 0,
  ...over
});
const asked = (over: Partial<AskedReturn> = {}): AskedReturn => ({
  units: [{ fulfilmentLineId: 'a', quantity: 1, reason: 'changed-mind', hasPhoto: false }],
  method: 'store',
  to: 'original',
  isKept: false,
  ...over
});
const reasoned = (reason: AskedReturn['units'][number]['reason'], quantity = 1, hasPhoto = true): AskedReturn =>
  asked({ units: [{ fulfilmentLineId: 'a', quantity, reason, hasPhoto }] });

function code(ruling: ReturnType<typeof decideReturn>): string {
  return ruling.allowed ? 'yes' : ruling.code;
}
function plan(...how: Parameters<typeof decideReturn>) {
  const ruling = decideReturn(...how);
  if (!ruling.allowed) throw new Error(ruling.code);
  return ruling.plan;
}

test('what was delivered may come back to the end of the last day, where the shop is', () => {
  const open = returnableUntil(policy(), order(), line(), { at });
  expect(open).toMatchObject({
    allowed: true,
    until: new Date('2026-12-24T18:30:00Z'),
    left: 2,
    by: { profile: 'standard', version: 1, rule: 'returns' }
  });
  const last = new Date('2026-12-24T18:30:00Z');
  expect(code(decideReturn(policy(), order(), asked(), last))).toBe('yes');
  expect(code(decideReturn(policy(), order(), asked(), new Date(last.getTime() + 1)))).toBe('window-over');
});

test.each([
  ['not delivered yet', order({ lines: [line({ deliveredAt: null })] }), asked(), policy(), 'not-delivered'],
  ['of another order', order(), asked({ units: [{ ...reasoned('other').units[0]!, fulfilmentLineId: 'x' }] }), policy(), 'not-delivered'],
  ['all of it is coming back already', order({ lines: [line({ claimed: 2 })] }), asked(), policy(), 'already-returning'],
  ['more than is left', order({ lines: [line({ claimed: 1 })] }), reasoned('other', 2), policy(), 'more-than-came'],
  ['final sale by category', order(), asked(), policy({ byCategory: { Table: { days: null } } }), 'final-sale'],
  ['damaged without a picture', order(), reasoned('damaged', 1, false), policy(), 'photo-needed'],
  ['a way that is not offered', order(), asked({ method: 'home' }), terms({ methods: ['store'] }), 'method-not-offered'],
  ['a reason that is not taken', order(), asked(), terms({ reasons: ['damaged'] }), 'reason-not-taken'],
  ['credit that is not offered', order(), asked({ to: 'store-credit' }), terms({ refundTo: ['original'] }), 'refund-way-not-offered'],
  ['too many returns of one order', order({ returns: 5 }), asked(), policy(), 'returns-used'],
  ['nothing chosen', order(), asked({ units: [] }), policy(), 'nothing-asked'],
  ['keeping what is not offered', order(), asked({ isKept: true }), policy(), 'keep-not-offered']
])('no: %s', (...[, of, what, by, expected]) => {
  expect(code(decideReturn(by, of, what, at))).toBe(expected);
});

test('the window runs from what the policy names', () => {
  const until = (from: PolicyProfile['returns']['from'], of = order()) => {
    const open = returnableUntil(terms({ from, days: 1 }), of, line(), { at: day(1) });
    return open.allowed ? open.until.toISOString() : open.code;
  };
  expect(until('placed')).toBe('window-over');
  expect(until('handed-over')).toBe('window-over');
  expect(until('delivered')).toBe('2026-11-25T18:30:00.000Z');
  expect(until('last-delivered', order({ lastDeliveredAt: at }))).toBe('2026-11-26T18:30:00.000Z');
});

test('a category of its own goes before the rest, by the nearest name of its path', () => {
  const by = policy({ byCategory: { Table: { days: 10 }, 'Table > Mugs': { days: 5 } } });
  const open = returnableUntil(by, order(), line(), { at });
  expect(open).toMatchObject({ until: new Date('2026-11-29T18:30:00Z'), by: { rule: 'returns.Table > Mugs' } });
  expect(returnableUntil(by, order(), line({ category: 'Table > Bowls' }), { at })).toMatchObject({
    until: new Date('2026-12-04T18:30:00Z')
  });
});

test('what bringing cost comes back with the last of the order, and coming to fetch it costs what is said, unless it was our fault', () => {
  expect(plan(policy(), order(), asked(), at)).toMatchObject({ goodsMinor: 200_000, bringingMinor: 0, feeMinor: 0 });
  expect(plan(policy(), order(), reasoned('other', 2), at)).toMatchObject({ goodsMinor: 400_000, bringingMinor: 4_900, feeMinor: 0 });
  const fetched = { ...reasoned('changed-mind', 2), method: 'home' as const };
  expect(plan(policy(), order(), fetched, at)).toMatchObject({ feeMinor: 9_900 });
  expect(plan(policy(), order(), { ...reasoned('damaged', 2), method: 'home' }, at)).toMatchObject({ feeMinor: 0 });
  const onlyOurs = terms({ bringingBack: 'our-fault' });
  expect(plan(onlyOurs, order(), reasoned('other', 2), at).bringingMinor).toBe(0);
  expect(plan(onlyOurs, order(), reasoned('defective', 2), at).bringingMinor).toBe(4_900);
});

test('the more it is worth, the later the money and the more people say yes', () => {
  const worth = (unitPriceMinor: number) => plan(policy(), order({ lines: [line({ unitPriceMinor })] }), asked(), at);
  expect(worth(500_000)).toMatchObject({ trigger: 'first-scan', approval: 'rule' });
  expect(worth(500_001)).toMatchObject({ trigger: 'received', approval: 'rule' });
  expect(worth(2_000_001)).toMatchObject({ trigger: 'inspected', approval: 'person' });
  expect(worth(5_000_001)).toMatchObject({ trigger: 'inspected', approval: 'two-people' });
});

test('what is worth less than its way back stays; a part of the price may be taken instead of sending it', () => {
  const cheap = order({ lines: [line({ unitPriceMinor: 20_000 })] });
  expect(plan(policy(), cheap, reasoned('damaged'), at)).toMatchObject({ keepPercent: 100, trigger: 'instant', goodsMinor: 20_000 });
  const dearer = order({ lines: [line({ unitPriceMinor: 100_001 })] });
  expect(plan(policy(), dearer, reasoned('damaged'), at)).toMatchObject({ keepPercent: null, keepOffer: 30, goodsMinor: 100_001 });
  expect(plan(policy(), dearer, { ...reasoned('damaged'), isKept: true }, at)).toMatchObject({ keepPercent: 30, goodsMinor: 30_000 });
});

test('what other returns of the order claim counts towards what a person sees, so that splitting evades nobody', () => {
  const after = (claimedMinor: number) => plan(policy(), order({ claimedMinor }), asked(), at);
  const { approveAboveMinor, twoPeopleAboveMinor } = standardPolicy.limits;
  expect(after(approveAboveMinor - 200_000)).toMatchObject({ approval: 'rule', goodsMinor: 200_000 });
  expect(after(approveAboveMinor - 199_999)).toMatchObject({ approval: 'person', goodsMinor: 200_000, trigger: 'first-scan' });
  expect(after(twoPeopleAboveMinor - 200_000).approval).toBe('person');
  expect(after(twoPeopleAboveMinor - 199_999).approval).toBe('two-people');
});

test('what other returns of the order claim counts towards what need not come back', () => {
  const cheap = (claimedMinor: number) => order({ lines: [line({ unitPriceMinor: 10_000 })], claimedMinor });
  expect(plan(policy(), cheap(19_999), reasoned('defective'), at)).toMatchObject({ keepPercent: 100, goodsMinor: 10_000 });
  expect(plan(policy(), cheap(20_000), reasoned('defective'), at)).toMatchObject({ keepPercent: null, keepOffer: null });
  expect(plan(policy(), cheap(139_999), reasoned('not-as-described'), at).keepOffer).toBe(30);
  const kept = { ...reasoned('not-as-described'), isKept: true };
  expect(code(decideReturn(policy(), cheap(140_000), kept, at))).toBe('keep-not-offered');
});

test('the clock runs to the end of the day by which the money is back', () => {
  expect(plan(policy(), order(), asked(), at)).toMatchObject({
    refundDueAt: new Date('2026-12-02T18:30:00Z'),
    sendBy: new Date('2026-12-09T18:30:00Z')
  });
  expect(plan(policy(), order(), asked({ to: 'store-credit' }), at).bonusPercent).toBe(5);
});

test('however it is asked, nobody gets more than was paid, and nothing comes back twice', () => {
  const unit = fc.record({
    fulfilmentLineId: fc.constantFrom('a', 'b'),
    quantity: fc.integer({ min: 1, max: 5 }),
    reason: fc.constantFrom(...standardPolicy.returns.reasons),
    hasPhoto: fc.boolean()
  });
  const lines = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6_000_000 }));
  fc.assert(
    fc.property(
      lines,
      fc.uniqueArray(unit, { selector: ({ fulfilmentLineId }) => fulfilmentLineId, maxLength: 2 }),
      fc.constantFrom('store' as const, 'label' as const, 'qr' as const, 'home' as const),
      fc.boolean(),
      ([claimed, more, unitPriceMinor], units, method, isKept) => {
        const of = order({
          lines: [
            line({ quantity: 4, claimed, unitPriceMinor }),
            line({ fulfilmentLineId: 'b', quantity: 4, claimed: more, unitPriceMinor: 99 })
          ]
        });
        const ruling = decideReturn(policy(), of, { units, method, to: 'original', isKept }, at);
        if (!ruling.allowed) return;
        const { goodsMinor, bringingMinor, feeMinor } = ruling.plan;
        const paid = units.reduce((sum, one) => sum + one.quantity * (one.fulfilmentLineId === 'a' ? unitPriceMinor : 99), 0);
        expect(goodsMinor).toBeLessThanOrEqual(paid);
        expect(feeMinor).toBeLessThanOrEqual(goodsMinor + bringingMinor);
        expect(bringingMinor).toBeLessThanOrEqual(4_900);
        for (const { fulfilmentLineId, quantity } of units) {
          const sent = of.lines.find((one) => one.fulfilmentLineId === fulfilmentLineId);
          expect(quantity + (sent?.claimed ?? 0)).toBeLessThanOrEqual(sent?.quantity ?? 0);
        }
      }
    )
  );
});

const exchanged = (unitPriceMinor: number, over: Partial<AskedReturn> = {}, productId = 'pa') =>
  asked({
    units: [
      { fulfilmentLineId: 'a', quantity: 1, reason: 'too-small', hasPhoto: true, exchange: { variantId: 'vb', productId, unitPriceMinor } }
    ],
    to: 'exchange',
    ...over
  });

test('an exchange says to the cent what is paid on top or comes back, the fee included', () => {
  expect(plan(policy(), order(), exchanged(200_000), at).exchange).toEqual({ newMinor: 200_000, moreMinor: 0, backMinor: 0 });
  expect(plan(policy(), order(), exchanged(150_050), at).exchange).toEqual({ newMinor: 150_050, moreMinor: 0, backMinor: 49_950 });
  const home = plan(policy(), order(), exchanged(210_000, { method: 'home' }), at);
  expect(home.exchange).toMatchObject({ moreMinor: 10_000 + home.feeMinor });
  // The new thing is brought for nothing instead.
  expect(plan(policy(), order({ lines: [line({ quantity: 1 })] }), exchanged(200_000), at).bringingMinor).toBe(0);
  expect(plan(policy(), order(), asked(), at).exchange).toBeNull();
});

test.each([
  [
    'another thing, where only the same is offered',
    terms({ exchangeFor: 'same-product' }),
    order(),
    exchanged(1, {}, 'pb'),
    'exchange-not-offered'
  ],
  ['another size of it', terms({ exchangeFor: 'same-product' }), order(), exchanged(1), 'yes'],
  ['where none is offered', terms({ exchangeFor: 'nothing' }), order(), exchanged(1), 'exchange-not-offered'],
  ['a fourth time', policy(), order({ exchanges: 3 }), exchanged(1), 'exchanges-used'],
  ['and a part of its price as well', policy(), order(), exchanged(1, { isKept: true }), 'keep-not-offered']
])('an exchange for %s', (...[, rules, of, what, expected]) => {
  expect(code(decideReturn(rules, of, what, at))).toBe(expected);
});

test('for another thing the policy may give longer, or shorter, than for the money, and says what is still open', () => {
  const came = order({ lines: [line({ deliveredAt: day(20) })] });
  const longer = terms({ days: 10, exchangeDays: 40 });
  expect(code(decideReturn(longer, came, asked(), at))).toBe('window-over');
  expect(code(decideReturn(longer, came, exchanged(200_000), at))).toBe('yes');
  const late = decideReturn(longer, came, asked(), at);
  expect(late).toMatchObject({ open: ['exchange', 'appeal', 'support'] });
  expect(returnableUntil(longer, came, came.lines[0]!, { at })).toMatchObject({ allowed: true });

  const shorter = terms({ days: 30, exchangeDays: 10 });
  expect(decideReturn(shorter, came, exchanged(200_000), at)).toMatchObject({ code: 'window-over', open: ['return', 'appeal', 'support'] });
  expect(code(decideReturn(shorter, came, asked(), at))).toBe('yes');

  const onlyExchanged = terms({ days: null, exchangeDays: 40 });
  expect(decideReturn(onlyExchanged, came, asked(), at)).toMatchObject({ code: 'final-sale', open: ['exchange', 'appeal', 'support'] });
  expect(code(decideReturn(onlyExchanged, came, exchanged(200_000), at))).toBe('yes');
  const nothing = terms({ days: null, exchangeDays: 40, exchangeFor: 'nothing' });
  expect(returnableUntil(nothing, came, came.lines[0]!, { at })).toMatchObject({ code: 'final-sale', open: ['appeal', 'support'] });
  expect(decideReturn(nothing, came, asked(), at)).toMatchObject({ code: 'final-sale', open: ['appeal', 'support'] });
});
