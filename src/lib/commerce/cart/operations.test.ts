import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_LINES, MAX_QUANTITY } from './cart.ts';
import { applyOperation, MOST_OPERATIONS, type LineOffer, type OperatedCart, type OperationBody } from './operations.ts';
import { Operations } from './operations-schema.ts';

const empty: OperatedCart = { state: 'active', currency: 'INR', lines: [], saved: [], note: '' };
const offer = (more: Partial<LineOffer> = {}): LineOffer => ({
  variantId: 'lamp',
  forSale: true,
  currency: 'INR',
  unitPriceMinor: 49_000,
  free: undefined,
  collectable: true,
  ...more
});
const lamp = { variantId: 'lamp', pickupNodeId: null };
const withLamps = (quantity: number, more: Partial<OperatedCart> = {}): OperatedCart => ({
  ...empty,
  lines: [{ ...lamp, quantity }],
  ...more
});
const fold = (cart: OperatedCart, ...operations: OperationBody[]): OperatedCart =>
  operations.reduce((before, operation) => {
    const after = applyOperation(before, operation, offer({ variantId: 'variantId' in operation ? operation.variantId : '' }));
    return after.outcome === 'applied' ? after.cart : before;
  }, cart);
const lampsIn = (cart: OperatedCart): number => cart.lines.find(({ variantId }) => variantId === 'lamp')?.quantity ?? 0;

describe('what each operation does', () => {
  test('remove takes away what was seen, and what somebody added meanwhile stays', () => {
    expect(lampsIn(fold(withLamps(2), { kind: 'add', ...lamp, quantity: 3 }, { kind: 'remove', ...lamp, seen: 2 }))).toBe(3);
  });

  test('more of a line that was taken out meanwhile puts it in again, fewer is so already', () => {
    expect(lampsIn(fold(empty, { kind: 'change', ...lamp, by: 2 }))).toBe(2);
    expect(applyOperation(empty, { kind: 'change', ...lamp, by: -2 }, offer())).toEqual({
      outcome: 'applied',
      cart: empty,
      changed: false
    });
  });

  test('save and unsave carry the units over and back', () => {
    const later = fold(withLamps(2), { kind: 'save', ...lamp });
    expect(later).toMatchObject({ lines: [], saved: [{ variantId: 'lamp', quantity: 2 }] });
    expect(fold(later, { kind: 'unsave', ...lamp })).toEqual(withLamps(2));
  });

  test('the note is what was written last', () => {
    expect(fold(empty, { kind: 'note', note: 'For you 🎁' }, { kind: 'note', note: 'शुभकामनाएँ' }).note).toBe('शुभकामनाएँ');
  });
});

describe('what is refused leaves the cart as it was', () => {
  const add: OperationBody = { kind: 'add', ...lamp, quantity: 1 };

  test.each([
    { what: 'a closed cart', cart: { ...empty, state: 'placed' as const }, no: 'cart-closed placed' },
    { what: 'what is not for sale', more: { forSale: false }, no: 'not-for-sale not-for-sale' },
    {
      what: 'more than is there',
      cart: withLamps(2),
      asked: { kind: 'change', ...lamp, by: 2 },
      more: { free: 3 },
      no: 'not-enough-stock 3'
    },
    { what: 'more than a line holds', cart: withLamps(98), asked: { ...add, quantity: 2 }, no: 'too-many 99' },
    { what: 'a place where nobody collects', asked: { ...add, pickupNodeId: 'x' }, more: { collectable: false }, no: 'no-pickup-there x' },
    { what: 'what is not saved', asked: { kind: 'unsave', ...lamp }, no: 'not-found not-found' }
  ] satisfies { what: string; cart?: OperatedCart; asked?: OperationBody; more?: Partial<LineOffer>; no: string }[])(
    '$what',
    ({
      cart = empty,
      asked = add,
      more = {},
      no
    }: {
      cart?: OperatedCart;
      asked?: OperationBody;
      more?: Partial<LineOffer>;
      no: string;
    }) => {
      const folded = applyOperation(cart, asked, offer(more));
      expect(folded.outcome === 'refused' && `${folded.code} ${folded.detail}`).toBe(no);
    }
  );
});

const name = fc.record({ variantId: fc.constantFrom('lamp', 'mug', 'rug'), pickupNodeId: fc.constantFrom(null, 'store') });
const units = fc.integer({ min: 1, max: 9 });
const relative = fc.oneof(
  fc.tuple(name, units).map(([line, quantity]): OperationBody => ({ kind: 'add', ...line, quantity })),
  fc.tuple(name, units).map(([line, by]): OperationBody => ({ kind: 'change', ...line, by })),
  fc.tuple(name, units).map(([line, by]): OperationBody => ({ kind: 'change', ...line, by: -by })),
  fc.tuple(name, units).map(([line, seen]): OperationBody => ({ kind: 'remove', ...line, seen }))
);
const any = fc.oneof(
  relative,
  fc.tuple(fc.constantFrom('save', 'unsave'), name).map(([kind, line]): OperationBody => ({ kind, ...line })),
  fc.string({ maxLength: 20 }).map((note): OperationBody => ({ kind: 'note', note }))
);
const asMap = ({ lines }: OperatedCart) =>
  Object.fromEntries(lines.map((line) => [`${line.variantId}/${line.pickupNodeId}`, line.quantity]));

test('in whatever order they come, the cart is the same, while no bound is hit', () => {
  // Enough of everything to begin with, so that nothing ends; at most 5 x 9 more, so that nothing is full.
  const full: OperatedCart = {
    ...empty,
    lines: ['lamp', 'mug', 'rug'].flatMap((variantId) => [null, 'store'].map((pickupNodeId) => ({ variantId, pickupNodeId, quantity: 50 })))
  };
  const both = fc
    .array(relative, { maxLength: 5 })
    .chain((operations) => fc.tuple(fc.constant(operations), fc.shuffledSubarray(operations, { minLength: operations.length })));
  fc.assert(
    fc.property(both, ([one, other]) => {
      expect(asMap(fold(full, ...one))).toEqual(asMap(fold(full, ...other)));
    })
  );
});

test('the bounds hold whatever is asked, and a refusal changes nothing', () => {
  const wild = fc.record({ operation: any, free: fc.option(fc.nat(120), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(wild, { maxLength: 60 }), (asked) => {
      let cart = empty;
      for (const { operation, free } of asked) {
        const before = structuredClone(cart);
        const folded = applyOperation(cart, operation, offer({ variantId: 'variantId' in operation ? operation.variantId : '', free }));
        expect(cart).toEqual(before);
        if (folded.outcome === 'applied') cart = folded.cart;
        expect(cart.lines.length).toBeLessThanOrEqual(MAX_LINES);
        for (const { quantity } of [...cart.lines, ...cart.saved]) {
          expect(quantity).toBeGreaterThan(0);
          expect(quantity).toBeLessThanOrEqual(MAX_QUANTITY);
        }
      }
    })
  );
});

describe('what comes over the wire', () => {
  const id = '0199f0a0-0000-7000-8000-000000000001';
  const head = { id, baseVersion: 1, madeAt: '1971-01-01T00:00:00Z' };
  const add = { ...head, kind: 'add', variantId: id, pickupNodeId: null, quantity: 1 };

  test('a clock that is years off is no reason, and ids are read in either case', () => {
    const upper = { ...add, variantId: id.toUpperCase(), madeAt: '2093-01-01T00:00:00+05:30' };
    expect(Operations.parse([add, upper])).toMatchObject([{ madeAt: head.madeAt }, { variantId: id }]);
  });

  test.each([
    ['a negative quantity', { ...add, quantity: -1 }],
    ['an absurd quantity', { ...add, quantity: 1e9 }],
    ['half of one', { ...add, quantity: 0.5 }],
    ['a change by nothing', { ...head, kind: 'change', variantId: id, pickupNodeId: null, by: 0 }],
    ['a field nobody knows', { ...add, price: 1 }],
    ['a kind nobody knows', { ...add, kind: 'steal' }],
    ['a note with half a character', { ...head, kind: 'note', note: '\ud800' }],
    ['a long note', { ...head, kind: 'note', note: 'x'.repeat(501) }]
  ])('%s is not read', (_, operation) => {
    expect(Operations.safeParse([operation]).success).toBe(false);
  });

  test('so many at most, and not none', () => {
    expect(Operations.safeParse([]).success).toBe(false);
    expect(Operations.safeParse(Array.from({ length: MOST_OPERATIONS }, () => add)).success).toBe(true);
    expect(Operations.safeParse(Array.from({ length: MOST_OPERATIONS + 1 }, () => add)).success).toBe(false);
  });
});
