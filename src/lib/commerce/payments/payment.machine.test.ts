import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance } from '#lib/kernel/advance.ts';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { paymentMachine, paymentStates, type PaymentContext, type PaymentMove, type PaymentState } from './payment.machine.ts';

const context: PaymentContext = { due: 1000, authorized: 1000, captured: 1000, refunded: 0 };
/** A bank stands for 1000, and nothing of it was captured. */
const reserved: PaymentContext = { ...context, captured: 0 };
const events = {
  authorise: { type: 'authorise' },
  decline: { type: 'decline' },
  'capture(part)': { type: 'capture', amount: 400 },
  capture: { type: 'capture', amount: 1000 },
  arrive: { type: 'arrive', amount: 1000 },
  void: { type: 'void' },
  expire: { type: 'expire' },
  reauthorise: { type: 'reauthorise' },
  'refund(part)': { type: 'refund', amount: 400 },
  'refund(all)': { type: 'refund', amount: 1000 },
  dispute: { type: 'dispute' },
  won: { type: 'won' },
  lost: { type: 'lost' }
} satisfies Record<string, PaymentMove>;
const captured = { 'refund(part)': 'partially_refunded', 'refund(all)': 'refunded', dispute: 'disputed' };

test('a payment moves as the table says and in no other way', () => {
  expect(movesOf(paymentMachine, { events, context })).toEqual({
    pending: { authorise: 'authorized', decline: 'declined', capture: 'captured' },
    authorized: { void: 'voided', expire: 'expired_auth' },
    expired_auth: { reauthorise: 'authorized', decline: 'declined' },
    partially_captured: { ...captured, void: 'captured' },
    captured,
    partially_refunded: captured,
    disputed: { won: 'captured', lost: 'refunded' },
    declined: { arrive: 'captured', authorise: 'authorized' },
    voided: {},
    refunded: {}
  });
});

test('what a bank stands for is captured in parts, also after some of it went back, and the rest is let go', () => {
  const capture = { 'capture(part)': events['capture(part)'], capture: events.capture, void: events.void, refund: events['refund(part)'] };
  const after = (stored: PaymentContext) => movesOf(paymentMachine, { events: capture, context: stored });
  expect(after(reserved)['authorized']).toEqual({ 'capture(part)': 'partially_captured', capture: 'captured', void: 'voided' });
  expect(after({ ...reserved, captured: 600 })).toMatchObject({
    partially_captured: { 'capture(part)': 'captured', void: 'captured', refund: 'partially_refunded' },
    partially_refunded: { 'capture(part)': 'partially_refunded', void: 'partially_refunded', refund: 'partially_refunded' }
  });
  // All that was captured so far goes back, and more may come: that is not its end.
  expect(after({ ...reserved, captured: 400 })['partially_captured']).toMatchObject({ refund: 'partially_refunded' });
  expect(after({ ...reserved, captured: 400, refunded: 400 })['partially_refunded']).toMatchObject({ void: 'refunded' });
});

test('every state of a payment is named and can be reached', () => {
  const both = new Set([context, reserved].flatMap((stored) => statesReached(paymentMachine, { events, context: stored })));
  expect([...both].toSorted()).toEqual([...paymentStates].toSorted());
});

test('nothing, less than nothing and more than there is are neither captured nor refunded', () => {
  for (const amount of [0, -1, 1001, Number.NaN]) {
    const wrong = {
      capture: { type: 'capture', amount },
      arrive: { type: 'arrive', amount },
      refund: { type: 'refund', amount }
    } satisfies Record<string, PaymentMove>;
    for (const moves of Object.values(movesOf(paymentMachine, { events: wrong, context }))) expect(moves).toEqual({});
  }
});

test('a dispute that was won leads back to what was there before it', () => {
  const won = { won: events.won };
  const after = (stored: PaymentContext) => movesOf(paymentMachine, { events: won, context: stored })['disputed'];
  expect(after(context)).toEqual({ won: 'captured' });
  expect(after({ ...context, captured: 400 })).toEqual({ won: 'partially_captured' });
  expect(after({ ...context, refunded: 1 })).toEqual({ won: 'partially_refunded' });
});

test('over any captures and refunds: refunded <= captured <= authorised, and refunded means all of it, when no more can come', () => {
  const move = fc.record({ type: fc.constantFrom('capture' as const, 'refund' as const), amount: fc.integer({ min: -10, max: 120 }) });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
      const money = { due: 100, authorized: 100, captured: 0, refunded: 0 };
      let state: PaymentState = 'authorized';
      for (const { type, amount } of moves) {
        try {
          state = advance(paymentMachine, { state, context: { ...money } }, { type, amount });
        } catch {
          continue;
        }
        money[type === 'capture' ? 'captured' : 'refunded'] += amount;
        expect(money.captured).toBeLessThanOrEqual(money.authorized);
        expect(money.refunded).toBeLessThanOrEqual(money.captured);
        expect(state === 'refunded').toBe(money.refunded === 100);
      }
    })
  );
});
