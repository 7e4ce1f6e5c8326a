import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paymentStates } from './payment.machine.ts';
import { spread, type Instrument } from './spread.ts';

const paid = (paymentId: string, method: Instrument['method'], capturedMinor: number, more: Partial<Instrument> = {}): Instrument => ({
  paymentId,
  method,
  state: 'captured',
  amountMinor: capturedMinor,
  capturedMinor,
  refundedMinor: 0,
  owedMinor: 0,
  toTakeMinor: 0,
  takingMinor: 0,
  ...more
});
const door = paid('door', 'cash_on_delivery', 0, { state: 'pending', amountMinor: 500 });

test('what is still to be paid at the door becomes less first, then the bank sends, and the gift card comes last', () => {
  const payments = [paid('gift', 'gift_card', 300), paid('upi', 'upi', 400), door];
  expect(spread(payments, 1000, 'original')).toEqual([
    { paymentId: 'door', amountMinor: 500, how: 'taken-off' },
    { paymentId: 'upi', amountMinor: 400, how: 'bank' },
    { paymentId: 'gift', amountMinor: 100, how: 'gift-card' }
  ]);
});

test('of two by bank the newest gives first, and what is sent or owed already is not given again', () => {
  const payments = [paid('order', 'card', 400, { refundedMinor: 50, owedMinor: 100 }), paid('change', 'upi', 90)];
  expect(spread(payments, 1000, 'original')).toEqual([
    { paymentId: 'change', amountMinor: 90, how: 'bank' },
    { paymentId: 'order', amountMinor: 250, how: 'bank' }
  ]);
});

test('of what a bank gives as parcels leave, what it did not give yet becomes less first, and what it was just asked for goes back', () => {
  const held = paid('held', 'card', 1200, { state: 'partially_captured', amountMinor: 2300, toTakeMinor: 800, takingMinor: 300 });
  expect(spread([held], 5000, 'original')).toEqual([
    { paymentId: 'held', amountMinor: 800, how: 'taken-off' },
    { paymentId: 'held', amountMinor: 1500, how: 'bank' }
  ]);
});

test('what one change was paid with comes before or behind all others, whatever it is', () => {
  const payments = [
    { ...door, changeId: null },
    { ...paid('other', 'card', 500), changeId: 'c' }
  ];
  const of = (comes: 'first' | 'last') =>
    spread(payments, 600, 'original', { changeId: 'c', comes }).map((part) => [part.paymentId, part.amountMinor]);
  expect(of('first')).toEqual([
    ['other', 500],
    ['door', 100]
  ]);
  expect(of('last')).toEqual([
    ['door', 500],
    ['other', 100]
  ]);
});

test('as store credit it comes from the same payments; only what is not paid yet becomes less', () => {
  expect(spread([paid('cash', 'cash', 300), paid('upi', 'upi', 400), door], 1000, 'store-credit')).toEqual([
    { paymentId: 'door', amountMinor: 500, how: 'taken-off' },
    { paymentId: 'upi', amountMinor: 400, how: 'store-credit' },
    { paymentId: 'cash', amountMinor: 100, how: 'store-credit' }
  ]);
});

test('what a bank looks into, or has not taken, gives nothing', () => {
  const payments = [paid('disputed', 'card', 400, { state: 'disputed' }), paid('asked', 'upi', 0, { state: 'pending', amountMinor: 900 })];
  expect(spread(payments, 100, 'original')).toEqual([]);
});

test('any payments, any sum: never more than asked, never more than is left of each, and less only when nothing is left', () => {
  const minor = fc.integer({ min: 0, max: 100 });
  const payment = fc.record({
    method: fc.constantFrom('upi' as const, 'card', 'cash', 'cash_on_delivery', 'gift_card', 'store_credit'),
    state: fc.constantFrom(...paymentStates),
    capturedMinor: minor,
    refundedMinor: minor,
    owedMinor: minor,
    toTakeMinor: minor,
    takingMinor: minor,
    amountMinor: minor
  });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 5 }), fc.integer({ min: 0, max: 400 }), fc.boolean(), (some, asked, isCredit) => {
      const payments = some.map((one, i) => ({ ...one, paymentId: String(i) }));
      const parts = spread(payments, asked, isCredit ? 'store-credit' : 'original');
      const sum = parts.reduce((all, part) => all + part.amountMinor, 0);
      expect(sum).toBeLessThanOrEqual(asked);
      expect(new Set(parts.map(({ paymentId, how }) => `${paymentId} ${how}`)).size).toBe(parts.length);
      for (const part of parts) {
        const { method, capturedMinor, takingMinor, refundedMinor, owedMinor, amountMinor, toTakeMinor } =
          payments[Number(part.paymentId)]!;
        const notPaid = method === 'upi' || method === 'card' ? toTakeMinor : amountMinor;
        expect(part.amountMinor).toBeGreaterThan(0);
        expect(part.amountMinor).toBeLessThanOrEqual(
          part.how === 'taken-off' ? notPaid : capturedMinor + takingMinor - refundedMinor - owedMinor
        );
      }
      const again = spread(payments, asked + 1, isCredit ? 'store-credit' : 'original').reduce((all, part) => all + part.amountMinor, 0);
      if (sum < asked) expect(again).toBe(sum);
    })
  );
});
