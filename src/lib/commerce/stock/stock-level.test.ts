import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '#lib/kernel/refusal.ts';
import { decideFate, decideToCount, decideToReceive, levelEvents, MOST_UNITS, stockChanged, type StockLevel } from './stock-level.ts';

const level: StockLevel = {
  nodeId: 'blr-indiranagar',
  variantId: 'mug',
  onHand: 5,
  allocated: 2,
  held: 1,
  unavailable: 0,
  available: 2,
  short: 0,
  version: 7
};

test('a count is written down as the difference to what was believed', () => {
  expect(decideToCount(level, 3, undefined)).toEqual({ difference: -2, unavailable: 0 });
  expect(decideToCount(level, 5, 5)).toEqual({ difference: 0, unavailable: 0 });
  expect(decideToCount(undefined, 4, 0)).toEqual({ difference: 4, unavailable: 0 });
  expect(decideToCount({ onHand: 5, unavailable: 4 }, 3, undefined)).toEqual({ difference: -2, unavailable: 3 });
});

test('a count that began before a sale is refused, because it would undo the sale', () => {
  expect(() => decideToCount(level, 6, 6)).toThrow(new Refusal('stale-version', '5 on hand now'));
});

test('what is no number of units is refused', () => {
  for (const odd of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MOST_UNITS + 1, 1e9]) {
    expect(() => decideToCount(level, odd, undefined)).toThrow(Refusal);
    expect(() => decideToReceive(level, odd)).toThrow(Refusal);
  }
  expect(() => decideToReceive(level, 0)).toThrow(Refusal);
  expect(() => decideToReceive({ onHand: MOST_UNITS }, 1)).toThrow(Refusal);
});

test('a delivery adds to what is there', () => {
  expect(decideToReceive(level, 3)).toEqual({ onHand: 8 });
  expect(decideToReceive(undefined, 3)).toEqual({ onHand: 3 });
});

test('whatever becomes of things, no more are set aside than lie there, and no more come back than were set aside', () => {
  const shelf = fc.nat({ max: 9 }).chain((onHand) => fc.record({ onHand: fc.constant(onHand), unavailable: fc.nat({ max: onHand }) }));
  const fates = fc.constantFrom('damaged' as const, 'sound' as const, 'discarded' as const);
  fc.assert(
    fc.property(shelf, fates, fc.integer({ min: 1, max: 9 }), ({ onHand, unavailable }, fate, units) => {
      const most = fate === 'damaged' ? onHand - unavailable : unavailable;
      if (units > most) {
        expect(() => decideFate({ onHand, unavailable }, units, fate)).toThrow(new Refusal('not-enough-stock', String(most)));
        return;
      }
      const { quantity, setAside } = decideFate({ onHand, unavailable }, units, fate);
      expect(unavailable + setAside).toBeGreaterThanOrEqual(0);
      expect(unavailable + setAside).toBeLessThanOrEqual(onHand + quantity);
    })
  );
});

test('nobody is told less than none', () => {
  expect(stockChanged({ ...level, available: -3 })).toMatchObject({ topic: 'stock:blr-indiranagar/mug', version: 7, available: 0 });
});

test('a shortage is said when it begins, when it changes and when it ends, and not in between', () => {
  const short = (now: number, before: number) => levelEvents({ short: before }, { ...level, short: now }).map(({ type }) => type);
  expect(short(2, 0)).toEqual(['stock.changed', 'stock.shortage']);
  expect(short(1, 2)).toEqual(['stock.changed', 'stock.shortage']);
  expect(short(0, 1)).toEqual(['stock.changed', 'stock.shortage']);
  expect(short(1, 1)).toEqual(['stock.changed']);
  expect(levelEvents(undefined, { ...level, short: 0 })).toHaveLength(1);
});
