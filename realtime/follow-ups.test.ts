import { expect, test } from 'vitest';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { jobsOf } from './follow-ups.ts';

const head = { topic: 'order:7', orderId: '7' };
const parcel = { fulfilmentOrderId: 'f', nodeId: 'a' };
const queuesOf = (event: CommerceEvent) => jobsOf(event).map((job) => job.queue);

test('a placed order is left to those who look for unpaid ones; another payment is asked about at the bank soon', () => {
  const placed: CommerceEvent = {
    ...head,
    type: 'order.placed',
    version: 1,
    number: 'MZ-1',
    cartId: 'c',
    currency: 'INR',
    totalMinor: 1,
    lines: [],
    parcels: []
  };
  expect(jobsOf(placed)).toEqual([]);
  const payment = { paymentId: 'p', amountMinor: 1, currency: 'INR', method: 'upi' } as const;
  expect(jobsOf({ ...head, ...payment, type: 'payment.retried', version: 4 })).toEqual([
    { queue: 'authorize-payment', key: 'order:7#4', data: { orderId: '7' }, after: { seconds: 20 } }
  ]);
});

test('only a confirmed order sets the warehouse to work: money alone does not', () => {
  expect(
    queuesOf({
      ...head,
      type: 'payment.captured',
      version: 2,
      paymentId: 'p',
      amountMinor: 1,
      currency: 'INR',
      reference: 'r',
      late: false
    })
  ).toEqual([]);
  expect(queuesOf({ ...head, type: 'order.confirmed', version: 3, isReleased: false })).toEqual(['release-order']);
  expect(queuesOf({ ...head, type: 'order.confirmed', version: 3, isReleased: true })).toEqual([]);
});

test('a packed parcel goes to the van or to the counter', () => {
  expect(queuesOf({ ...head, ...parcel, type: 'fo.packed', version: 5, method: 'ship' })).toEqual(['buy-label', 'hand-over-parcel']);
  expect(queuesOf({ ...head, ...parcel, type: 'fo.packed', version: 5, method: 'pickup' })).toEqual(['ready-parcel']);
});

test('a fact that this program does not know is loud, so that it is not forgotten in silence', () => {
  const strange = { ...head, type: 'order.sung_about', version: 9 } as unknown as CommerceEvent;
  expect(() => jobsOf(strange)).toThrow('order.sung_about');
  expect(() => jobsOf({ ...strange, type: 'toString' } as unknown as CommerceEvent)).toThrow('toString');
});

test('what goes back for another payment is sent at once', () => {
  const owed = {
    type: 'refund.owed' as const,
    topic: 'order:1',
    version: 9,
    orderId: '1',
    paymentId: 'p',
    refundId: 'r',
    creditId: 'c',
    fulfilmentOrderId: null,
    reason: 'paid-otherwise' as const,
    how: 'bank' as const,
    amountMinor: 1,
    currency: 'INR'
  };
  expect(jobsOf(owed)).toMatchObject([{ queue: 'pay-refund', after: { seconds: 0 } }]);
});
