import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeCarts, type MergeCart, type MergeLine, type MergeRules, type MergeSaved } from './merge-carts.ts';

const AT = '2026-11-25T05:00:00.000Z';
const MONDAY = '2026-11-23T05:00:00.000Z';
const aLine = (over: Partial<MergeLine> = {}): MergeLine => ({
  id: 'a line',
  variantId: 'lamp',
  pickupNodeId: null,
  quantity: 1,
  unitPriceMinor: 100,
  addedAt: MONDAY,
  ...over
});
const aCart = (lines: MergeLine[], over: Partial<MergeCart> = {}): MergeCart => ({ state: 'active', lines, saved: [], ...over });
const rulesOf = (over: Partial<MergeRules> = {}): MergeRules => ({ at: AT, priceNow: () => 100, free: () => 50, ...over });
const shortOf = ({ lines }: { lines: MergeLine[] }) => lines.map(({ variantId, quantity }) => `${quantity} ${variantId}`);
const STORE = 'blr-indiranagar';

test('equal lines add up, other things come along, and every line says what became of it', () => {
  const merged = mergeCarts(
    aCart([aLine({ quantity: 2 }), aLine({ variantId: 'mug' })]),
    aCart([aLine(), aLine({ variantId: 'vase' })]),
    rulesOf()
  );
  expect(shortOf(merged)).toEqual(['3 lamp', '1 mug', '1 vase']);
  expect(merged.receipt).toEqual([
    { kind: 'summed', variantId: 'lamp', pickupNodeId: null, here: 2, there: 1, quantity: 3 },
    { kind: 'kept', variantId: 'mug', pickupNodeId: null, quantity: 1 },
    { kind: 'added', variantId: 'vase', pickupNodeId: null, quantity: 1 }
  ]);
});

test('what is collected at another place stays a line of its own', () => {
  const merged = mergeCarts(aCart([aLine()]), aCart([aLine({ pickupNodeId: STORE })]), rulesOf());
  expect(shortOf(merged)).toEqual(['1 lamp', '1 lamp']);
});

test('what is more than the stock, than 99 or than 20 lines is saved for later, with the cause', () => {
  const scarce = mergeCarts(aCart([aLine({ quantity: 2 })]), aCart([aLine({ quantity: 3 })]), rulesOf({ free: () => 4 }));
  expect(scarce.receipt).toMatchObject([{ kind: 'capped', here: 2, there: 3, quantity: 4, saved: 1, because: 'stock' }]);
  expect(scarce.saved).toMatchObject([{ variantId: 'lamp', quantity: 1, reason: 'set-aside', unitPriceMinor: 100, savedAt: AT }]);

  const many = mergeCarts(aCart([aLine({ quantity: 60 })]), aCart([aLine({ quantity: 60 })]), rulesOf({ free: () => undefined }));
  expect(many.receipt).toMatchObject([{ kind: 'capped', quantity: 99, saved: 21, because: 'most' }]);

  const full = Array.from({ length: 20 }, (_, at) => aLine({ variantId: `thing ${at}`, addedAt: AT }));
  const crowded = mergeCarts(aCart(full), aCart([aLine()]), rulesOf());
  expect(crowded.lines).toHaveLength(20);
  expect(crowded.receipt).toContainEqual(
    expect.objectContaining({ kind: 'capped', variantId: 'lamp', quantity: 0, saved: 1, because: 'places' })
  );
});

test('what one of both had stays also when the shop has less by now', () => {
  expect(shortOf(mergeCarts(aCart([aLine({ quantity: 2 })]), aCart([]), rulesOf({ free: () => 0 })))).toEqual(['2 lamp']);
});

test('during checkout the cart in hand stays as it stands and the rest is set aside', () => {
  const current = aCart([aLine({ quantity: 2 })], { state: 'checkout' });
  const merged = mergeCarts(current, aCart([aLine(), aLine({ variantId: 'mug' })]), rulesOf());
  expect(merged.lines).toEqual(current.lines);
  expect(merged.saved.map(({ variantId, quantity, reason }) => ({ variantId, quantity, reason }))).toEqual([
    { variantId: 'lamp', quantity: 1, reason: 'set-aside' },
    { variantId: 'mug', quantity: 1, reason: 'set-aside' }
  ]);
  expect(merged.receipt.map(({ kind }) => kind)).toEqual(['kept', 'set-aside', 'set-aside']);
});

test('a price that moved and a thing that is gone are said', () => {
  const prices: Record<string, number | null> = { lamp: 80, mug: null };
  const rules = rulesOf({ priceNow: (variantId) => prices[variantId] ?? null });
  const merged = mergeCarts(aCart([aLine({ variantId: 'mug', quantity: 2 })]), aCart([aLine()]), rules);
  expect(merged.receipt).toEqual([
    { kind: 'added', variantId: 'lamp', pickupNodeId: null, quantity: 1 },
    { kind: 'gone', variantId: 'mug', pickupNodeId: null, quantity: 2 },
    { kind: 'price-changed', variantId: 'lamp', pickupNodeId: null, fromMinor: 100, toMinor: 80 }
  ]);
});

test('the price seen last is the one remembered', () => {
  const merged = mergeCarts(aCart([aLine({ unitPriceMinor: 90, addedAt: AT })]), aCart([aLine({ unitPriceMinor: 110 })]), rulesOf());
  expect(merged.lines).toMatchObject([{ unitPriceMinor: 90, addedAt: AT, quantity: 2 }]);
});

const VARIANTS = Array.from({ length: 14 }, (_, at) => `thing-${at}`);
const NODES = [null, STORE, 'blr-church-street'];
const line = fc.record({
  id: fc.uuid(),
  variantId: fc.constantFrom(...VARIANTS),
  pickupNodeId: fc.constantFrom(...NODES),
  quantity: fc.integer({ min: 1, max: 99 }),
  unitPriceMinor: fc.integer({ min: 1, max: 5 }),
  addedAt: fc.constantFrom(MONDAY, AT, '2026-11-24T05:00:00.000Z')
});
const saved: fc.Arbitrary<MergeSaved> = fc.record({
  variantId: fc.constantFrom(...VARIANTS),
  quantity: fc.integer({ min: 1, max: 99 }),
  unitPriceMinor: fc.integer({ min: 1, max: 5 }),
  reason: fc.constantFrom('chosen', 'set-aside'),
  savedBy: fc.constant('Rhea'),
  savedAt: fc.constantFrom(MONDAY, AT)
});
const lineKey = ({ variantId, pickupNodeId }: MergeLine) => `${variantId}/${pickupNodeId}`;
const cart = (state: fc.Arbitrary<'active' | 'checkout'>) =>
  fc.record({
    state,
    lines: fc.uniqueArray(line, { maxLength: 20, selector: lineKey }),
    saved: fc.uniqueArray(saved, { maxLength: 5, selector: ({ variantId }) => variantId })
  });
const browsing = cart(fc.constant('active'));
const any = cart(fc.constantFrom('active', 'checkout'));
const world = fc
  .record({
    prices: fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { freq: 5 }), { minLength: 14, maxLength: 14 }),
    stock: fc.array(fc.nat(60), { minLength: 28, maxLength: 28 })
  })
  .map(({ prices, stock }): MergeRules => {
    const at = (variantId: string) => VARIANTS.indexOf(variantId);
    const free = (variantId: string, node: string | null): number | undefined => {
      if (at(variantId) === 0) return undefined;
      const [one = 0, two = 0] = stock.slice(2 * at(variantId));
      return node === null ? one + two : node === STORE ? one : two;
    };
    return rulesOf({ priceNow: (variantId) => prices[at(variantId)] ?? null, free });
  });

const unitsOf = (list: { variantId: string; quantity: number }[], variantId: string) =>
  list.filter((one) => one.variantId === variantId).reduce((sum, one) => sum + one.quantity, 0);

test('while browsing it does not matter which cart is in hand', () => {
  fc.assert(
    fc.property(browsing, browsing, world, (one, two, rules) => {
      const ahead = mergeCarts(one, two, rules);
      const behind = mergeCarts(two, one, rules);
      expect(behind.lines.map((each) => ({ ...each, id: '' }))).toEqual(ahead.lines.map((each) => ({ ...each, id: '' })));
      expect(behind.saved.map(({ variantId, quantity }) => [variantId, quantity])).toEqual(
        ahead.saved.map(({ variantId, quantity }) => [variantId, quantity])
      );
    })
  );
});

test('merging once more what was merged changes nothing', () => {
  fc.assert(
    fc.property(any, any, world, (one, two, rules) => {
      const once = mergeCarts(one, two, rules);
      const twice = mergeCarts({ ...one, ...once }, { state: 'merged', lines: [], saved: [] }, rules);
      expect([twice.lines, twice.saved]).toEqual([once.lines, once.saved]);
      expect(twice.receipt.every(({ kind }) => kind === 'kept' || kind === 'price-changed')).toBe(true);
    })
  );
});

test('no unit is lost: it is in the cart, saved, or said to be gone', () => {
  fc.assert(
    fc.property(any, any, world, (one, two, rules) => {
      const merged = mergeCarts(one, two, rules);
      const gone = merged.receipt.filter((entry) => entry.kind === 'gone');
      for (const variantId of VARIANTS) {
        const before = [one.lines, two.lines, one.saved, two.saved].map((list) => unitsOf(list, variantId));
        const after = [merged.lines, merged.saved, gone].map((list) => unitsOf(list, variantId));
        expect(after.reduce((a, b) => a + b)).toBe(before.reduce((a, b) => a + b));
      }
    })
  );
});

test('the bounds hold always: 20 lines, one a place, 99 units, and the stock unless one cart had it already', () => {
  fc.assert(
    fc.property(browsing, browsing, world, (one, two, rules) => {
      const { lines } = mergeCarts(one, two, rules);
      expect(lines.length <= 20 && new Set(lines.map(lineKey)).size === lines.length).toBe(true);
      for (const each of lines) {
        const had = Math.max(
          0,
          ...[...one.lines, ...two.lines].filter((old) => lineKey(old) === lineKey(each)).map(({ quantity }) => quantity)
        );
        const here = lines.filter(
          ({ variantId, pickupNodeId }) =>
            variantId === each.variantId && (each.pickupNodeId === null || pickupNodeId === each.pickupNodeId)
        );
        const demand = unitsOf(here, each.variantId);
        expect(each.quantity).toBeLessThanOrEqual(99);
        expect(each.quantity <= had || demand <= (rules.free(each.variantId, each.pickupNodeId) ?? Infinity)).toBe(true);
      }
    })
  );
});
